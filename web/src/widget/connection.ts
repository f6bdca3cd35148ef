/**
 * The protocol as a state machine, without any DOM.
 *
 * After every connect: session, then everything missed, then what is still unsent - in this
 * order, one message at a time and under its first id, so that nothing is lost or doubled.
 */

import {
  ASK_HUMAN,
  type ChatMessage,
  type ChatState,
  type Limits,
  type Refused,
  type Resumed,
  type SessionState,
  type Stored,
} from "../shared/chat";
import { uuid } from "../shared/uuid";
import type { Named } from "./identity";
import { uttered, type Enclosed, type Outbox, type Unsent } from "./outbox";
import { pause } from "./pause";
import { Signs } from "./signs";
import { Transcript } from "./transcript";
import type { Wire } from "./wire";

export type Link = "connecting" | "online" | "offline";

const SYNC_MS = 800;
const TRIES_AT_ERROR = 4;
const DEFAULT_REST_S = 10;

export class Connection {
  readonly transcript = new Transcript();
  link: Link = "connecting";
  state: ChatState = { owner: "none", last_seq: 0 };
  /** What may be attached; none where the server does not take files. */
  limits: Limits | null = null;
  /** What becomes of the customer's data, in the server's words. */
  notice = "";
  /** The history was fetched at least once. */
  loaded = false;

  readonly #wire: Wire;
  readonly #outbox: Outbox;
  readonly #changed: () => void;
  readonly #named: Named | null;
  #language: string;
  /** Raised with every connect and disconnect; work of an earlier epoch stops. */
  #epoch = 0;
  #ready = false;
  #flushing = -1;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #syncing: ReturnType<typeof setTimeout> | undefined;
  #seen = 0;
  readonly #signs: Signs;

  constructor(wire: Wire, outbox: Outbox, language: string, changed: () => void, named: Named | null = null) {
    this.#named = named;
    this.#wire = wire;
    this.#signs = new Signs(wire);
    this.#outbox = outbox;
    this.#language = language;
    this.#changed = changed;
  }

  start(): void {
    for (const { id, error } of this.#outbox.unsent) {
      if (error === "too_many_requests") this.#outbox.update(id, { state: "sending" });
    }
    this.#wire.on("connect", () => void this.#join());
    this.#wire.on("disconnect", () => this.#lost());
    this.#wire.on("connect_error", () => this.#lost());
    this.#wire.on("bot_uttered", (message) => this.#receive([message as ChatMessage]));
    this.#wire.on("customer_uttered", (message) => this.#receive([message as ChatMessage]));
    this.#wire.on("state", (state) => this.#moved(state as ChatState));
    this.#wire.open();
  }

  stop(): void {
    this.#epoch += 1;
    this.#ready = false;
    clearTimeout(this.#resting);
    clearTimeout(this.#syncing);
    this.#signs.stop();
    this.#wire.close();
  }

  /** Keep the message until the server has acknowledged it. */
  say(text: string, enclosed: Enclosed = {}): void {
    this.#outbox.add({ id: uuid(), text, at: new Date().toISOString(), state: "sending", ...enclosed });
    this.#changed();
    void this.#flush();
  }

  /** The customer asks for another try of a refused message. */
  retry(id: string): void {
    this.#outbox.update(id, { state: "sending", error: undefined });
    this.#changed();
    this.#endRest();
  }

  /** The customer takes an unsent message back. */
  takeBack(id: string): Unsent | undefined {
    const taken = this.#outbox.remove(id);
    if (taken?.error === "too_many_requests") this.#endRest();
    this.#changed();
    return taken;
  }

  /** Everything up to `seq` is on screen. */
  seen(seq: number): void {
    if (!this.#ready || seq <= this.#seen) return;
    this.#seen = seq;
    this.#outbox.saw(seq);
    this.#wire.emit("seen", { seq });
  }

  /** A person who answers sees that the customer types, never what. */
  typed(): void {
    if (this.#ready && this.state.owner === "agent") this.#signs.typed();
  }

  /** Ask for what may have been missed although the connection stands. */
  sync(): void {
    clearTimeout(this.#syncing);
    this.#syncing = setTimeout(() => {
      if (this.#ready) this.#catchUp(this.#epoch).catch(() => undefined);
    }, SYNC_MS);
  }

  setLanguage(language: string): void {
    if (language === this.#language) return;
    this.#language = language;
    if (this.#ready) void this.#join();
  }

  async #join(): Promise<void> {
    const epoch = this.#nextEpoch("connecting");
    for (let attempt = 0; epoch === this.#epoch; attempt += 1) {
      try {
        await this.#openSession(epoch);
        await this.#catchUp(epoch);
        this.#ready = true;
        this.loaded = true;
        this.link = "online";
        this.#changed();
        void this.#flush();
        return;
      } catch {
        await pause(attempt);
      }
    }
  }

  #lost(): void {
    this.#nextEpoch("offline");
  }

  #nextEpoch(link: Link): number {
    this.#ready = false;
    this.link = link;
    this.#changed();
    this.#epoch += 1;
    return this.#epoch;
  }

  async #openSession(epoch: number): Promise<void> {
    const token = this.#outbox.token;
    const identity = this.#named ? { identity: this.#named.token } : {};
    const request = { language: this.#language, ...(token ? { session_id: token } : {}), ...identity };
    const session = await this.#ask<SessionState>(epoch, "session_request", request);
    if (session.identity && !session.identity.ok) {
      this.stop();
      this.#named?.refused(session.identity.error);
      throw new Error(session.identity.error.code);
    }
    if (token !== session.session_id || session.state.last_seq < this.transcript.lastSeq) {
      this.transcript.clear();
      this.#seen = 0;
      this.#signs.startOver();
      if (token) this.#outbox.forgetSeq();
    }
    this.#outbox.useToken(session.session_id, session.state.last_seq > 0);
    this.state = session.state;
    this.limits = session.attachments ?? null;
    this.notice = session.notice ?? "";
    this.#changed();
  }

  async #catchUp(epoch: number): Promise<void> {
    let after = this.transcript.complete;
    for (let more = true; more; ) {
      const answer = await this.#ask<Resumed>(epoch, "resume", { after });
      this.transcript.addResumed(answer.messages);
      this.#receive(answer.messages);
      this.state = answer.state;
      more = answer.more;
      after = answer.up_to;
    }
    this.#changed();
  }

  /** One request of this epoch: rejects on refusal, timeout and where the epoch has passed. */
  async #ask<T extends { ok: true }>(epoch: number, event: string, payload: object): Promise<T> {
    const answer = (await this.#wire.request(event, payload)) as T | Refused;
    if (epoch !== this.#epoch) throw new Error("The connection changed meanwhile.");
    if (!answer.ok) throw new Error(answer.error.code);
    return answer;
  }

  #receive(messages: readonly ChatMessage[]): void {
    this.transcript.add(messages);
    for (const { client_id } of messages) if (client_id) this.#outbox.remove(client_id);
    this.#changed();
    this.#signs.came(() => this.#unseen());
  }

  /** What came but is not on screen. */
  #unseen(): number | null {
    return this.#ready && this.transcript.complete > this.#seen ? this.transcript.complete : null;
  }

  #moved(state: ChatState): void {
    this.state = state;
    if (state.last_seq > this.transcript.lastSeq) this.sync();
    this.#changed();
  }

  async #flush(): Promise<void> {
    const epoch = this.#epoch;
    if (!this.#ready || this.#flushing === epoch) return;
    this.#flushing = epoch;
    for (let tries = 1; epoch === this.#epoch; tries += 1) {
      const next = this.#next();
      if (!next) break;
      if (await this.#deliver(next, tries)) tries = 0;
      else await pause(tries - 1);
    }
    if (this.#flushing === epoch) this.#flushing = -1;
  }

  /** The oldest one; at rest only the wish for a person, which waits for nothing. */
  #next(): Unsent | undefined {
    const waiting = this.#outbox.unsent.filter(({ state }) => state === "sending");
    return this.#resting === undefined ? waiting[0] : waiting.find(({ payload }) => payload === ASK_HUMAN.payload);
  }

  /** Returns whether the next message may follow at once. */
  async #deliver(unsent: Unsent, tries: number): Promise<boolean> {
    const request = uttered(unsent, this.#outbox.token);
    let answer: Stored | Refused;
    try {
      answer = (await this.#wire.request("user_uttered", request)) as Stored | Refused;
    } catch {
      return false; // No acknowledgement: the same message again under the same id.
    }
    if (answer.ok) {
      this.#stored(unsent, answer);
      return true;
    }
    return this.#refused(unsent.id, answer, tries);
  }

  #stored({ id, text, at, attachments = [], quoted }: Unsent, { seq, message_id }: Stored): void {
    this.#outbox.remove(id);
    const more = { attachments: [...attachments], quoted_seq: quoted ?? null };
    this.transcript.add([{ seq, message_id, author: "customer", text, client_id: id, at, ...more }]);
    this.#changed();
  }

  #refused(id: string, { error }: Refused, tries: number): boolean {
    if (error.code === "no_session") {
      void this.#join();
      return false;
    }
    if (error.code === "error" && tries < TRIES_AT_ERROR) return false;
    const retryAfter = Number(error.retry_after) || DEFAULT_REST_S;
    this.#outbox.update(id, { state: "failed", error: error.code, retryAfter });
    if (error.code === "too_many_requests") this.#rest(id, retryAfter);
    this.#changed();
    return true;
  }

  /** Over the rate limit: later messages wait too, so that their order stays. */
  #rest(id: string, seconds: number): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      if (this.#outbox.unsent.some((message) => message.id === id)) this.retry(id);
      else this.#endRest();
    }, seconds * 1000);
  }

  #endRest(): void {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    void this.#flush();
  }
}
