/** The open conversation: its messages, its detail, and what may be done with it. */

import type { Case, Conversation, DeskEvent, Detail, Items, Message, Outcome, Overruling, Page } from "../../shared/desk";
import type { Hand } from "../../shared/replies";
import { uuid } from "../../shared/uuid";
import { ApiError, type Api } from "../api";
import { Composing } from "./composing";
import type { Jump } from "../ui/jump";
import { Debounced } from "./debounce";
import type { Drafts, Pending } from "./drafts";
import { Notebook } from "./notebook";
import { Observable } from "./observable";
import { Watching } from "./watching";

/** Nothing has to be fetched on account of these. */
const NO_NEWS = new Set(["conversation.read", "conversation.watched"]);
const OPEN_DELIVERIES = new Set(["pending", "sending", "sent"]);

export class Thread extends Observable {
  readonly id: string;
  readonly notes: Notebook;
  readonly composing: Composing;
  detail: Detail | null = null;
  missing = false;
  /** When people, and not the bot, had it. */
  hands: readonly Hand[] = [];
  /** The message to scroll to; a new object for every jump. */
  jumpTo: Jump | null = null;
  readonly #api: Api;
  readonly #drafts: Drafts;
  readonly #fail: (error: unknown) => void;
  readonly #watching: Watching;
  readonly #bySeq = new Map<number, Message>();
  #pending: Pending[];
  #stale = { detail: false, hands: false, from: Infinity };
  readonly #refresh = new Debounced(() => this.#catchUp());

  constructor(id: string, api: Api, drafts: Drafts, fail: (error: unknown) => void, me = "") {
    super();
    this.id = id;
    this.#api = api;
    this.#drafts = drafts;
    this.#fail = fail;
    this.notes = new Notebook(id, api, drafts, fail);
    this.composing = new Composing(this.#path, api, fail);
    this.#watching = new Watching(this.#path, me, api);
    this.#pending = drafts.pending(id).map((pending) => ({ ...pending, failed: pending.failed ?? "network" }));
  }

  get messages(): Message[] {
    return [...this.#bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Unsent replies; one whose message came over the feed before its answer is no longer shown. */
  get pending(): Pending[] {
    const later = (text: string, after: number) =>
      this.messages.some((m) => m.author === "agent" && m.seq > after && m.text === text);
    return this.#pending.filter(({ text, after, failed }) => failed !== null || !later(text, after));
  }

  get lastSeq(): number {
    return Math.max(0, ...this.#bySeq.keys());
  }

  get draft(): string {
    return this.#drafts.text(this.id);
  }

  set draft(text: string) {
    this.#drafts.keep(this.id, text);
    this.changed();
  }

  async open(): Promise<void> {
    const parts = [this.#loadDetail(), this.#loadMessages(0), this.#loadHands(), this.composing.load(), this.notes.load()];
    await Promise.all(parts);
  }

  stop(): void {
    this.#refresh.stop();
    this.#watching.stop();
    this.notes.stop();
  }

  jump(seq: number, words: readonly string[] = []): void {
    this.jumpTo = { seq, words };
    this.changed();
  }

  /** Note what an event makes stale; the data itself holds no text. */
  onEvent(event: DeskEvent): void {
    const { conversation_id, kind, data } = event;
    if (conversation_id !== this.id) return;
    this.notes.onEvent(event);
    if (kind === "conversation.read") this.#read(Number(data["seq"]));
    if (NO_NEWS.has(kind)) return;
    const seq = typeof data["seq"] === "number" ? data["seq"] : Infinity;
    if (kind.startsWith("message.") || kind === "delivery.changed") this.#refetchFrom(Math.min(seq, this.#oldestOpen()));
    this.#stale.hands ||= kind === "owner.changed";
    this.#stale.detail ||= kind !== "message.processed" && kind !== "delivery.changed";
    this.#refresh.call();
  }

  /** After a gap in the feed everything open may have changed. */
  refresh(): void {
    this.#stale.detail = true;
    this.#stale.hands = true;
    this.notes.refresh();
    this.#refetchFrom(this.#oldestOpen());
    this.#refresh.call();
  }

  say(text: string): void {
    const at = new Date().toISOString();
    const pending = { client_id: uuid(), text, at, after: this.lastSeq, failed: null, ...this.composing.take() };
    this.#setPending([...this.#pending, pending]);
    this.draft = "";
    void this.#post(pending);
  }

  retry(clientId: string): void {
    const found = this.#pending.find(({ client_id }) => client_id === clientId);
    if (!found) return;
    this.#mark(clientId, null);
    void this.#post(found);
  }

  /** Back into the composer. */
  takeBack(clientId: string): void {
    const found = this.#pending.find(({ client_id }) => client_id === clientId);
    this.#setPending(this.#pending.filter((pending) => pending !== found));
    if (!found) return;
    this.composing.putBack({ attachments: found.attachments ?? [], quoted: found.quoted ?? null });
    this.draft = [found.text, this.draft].filter(Boolean).join("\n");
  }

  /** From the queue or the bot. */
  claim(): Promise<void> {
    return this.#move("claim", {});
  }

  /** From a colleague. */
  takeOver(reason: string): Promise<void> {
    return this.#move("claim", { take_over: true, reason });
  }

  transfer(to: string, note: string): Promise<void> {
    return this.#move("transfer", { to, note });
  }

  giveBack(reason: string): Promise<void> {
    return this.#move("return", { reason });
  }

  close(outcome: Outcome, note: string): Promise<void> {
    return this.#move("close", { outcome, note });
  }

  async reveal(token: string, reason: string): Promise<string> {
    const answer = await this.#api.send<{ value: string }>("POST", `${this.#path}/reveal`, { token, reason });
    return answer.value;
  }

  /** Correct a judgement; the server refuses where something else stands by now. */
  async overrule(kase: Case, correction: Overruling): Promise<void> {
    try {
      await this.#api.send<Case>("POST", `/cases/${kase.id}/overrulings`, correction);
    } finally {
      await this.#loadDetail();
    }
  }

  get #path(): string {
    return `/conversations/${this.id}`;
  }

  async #move(act: string, body: object): Promise<void> {
    try {
      const conversation = await this.#api.send<Conversation>("POST", `${this.#path}/${act}`, body);
      if (this.detail) this.detail = { ...this.detail, conversation };
      this.changed();
    } finally {
      this.refresh();
    }
  }

  async #post(pending: Pending): Promise<void> {
    const { client_id, text, attachments = [], quoted = null } = pending;
    const files = attachments.length > 0 ? { attachments: attachments.map(({ id }) => id) } : {};
    const body = { text, client_id, ...files, ...(quoted === null ? {} : { quoted_seq: quoted }) };
    try {
      const message = await this.#api.send<Message>("POST", `${this.#path}/messages`, body);
      this.notes.said();
      this.#bySeq.set(message.seq, message);
      this.#setPending(this.#pending.filter((other) => other.client_id !== client_id));
    } catch (error) {
      this.#mark(client_id, error instanceof ApiError ? error.code : "other");
      this.#fail(error);
      this.refresh();
    }
  }

  #mark(clientId: string, failed: string | null): void {
    this.#setPending(this.#pending.map((p) => (p.client_id === clientId ? { ...p, failed } : p)));
  }

  #setPending(pending: Pending[]): void {
    this.#pending = pending;
    this.#drafts.keepPending(this.id, pending);
    this.changed();
  }

  #oldestOpen(): number {
    const open = this.messages.find(({ delivery }) => delivery !== null && OPEN_DELIVERIES.has(delivery));
    return Math.min(open?.seq ?? Infinity, this.lastSeq + 1);
  }

  #read(seq: number): void {
    if (!this.detail || !(seq > this.detail.conversation.read_seq)) return;
    this.detail = { ...this.detail, conversation: { ...this.detail.conversation, read_seq: seq } };
    this.changed();
  }

  #refetchFrom(seq: number): void {
    this.#stale.from = Math.min(this.#stale.from, seq);
  }

  async #catchUp(): Promise<void> {
    const { detail, hands, from } = this.#stale;
    this.#stale = { detail: false, hands: false, from: Infinity };
    await Promise.all([
      hands ? this.#loadHands() : undefined,
      this.composing.limits?.window ? this.composing.load() : undefined,
      detail ? this.#loadDetail() : undefined,
      from < Infinity ? this.#loadMessages(Math.max(0, from - 1)) : undefined,
    ]);
  }

  async #loadDetail(): Promise<void> {
    try {
      this.detail = await this.#api.get<Detail>(this.#path);
      this.#watching.follow(this.detail.conversation);
    } catch (error) {
      this.missing = error instanceof ApiError && error.status === 404;
      this.#fail(error);
    }
    this.changed();
  }

  async #loadHands(): Promise<void> {
    try {
      this.hands = (await this.#api.get<Items<Hand>>(`${this.#path}/hands`)).items;
    } catch (error) {
      this.#fail(error);
    }
    this.changed();
  }

  async #loadMessages(after: number): Promise<void> {
    try {
      for (let from = after, more = true; more; ) {
        const page = await this.#api.get<Page<Message>>(`${this.#path}/messages`, { after: from, limit: 200 });
        for (const message of page.items) this.#bySeq.set(message.seq, message);
        const last = page.items.at(-1)?.seq ?? from;
        more = page.more && last > from;
        from = last;
      }
    } catch (error) {
      this.#fail(error);
    }
    this.changed();
  }
}
