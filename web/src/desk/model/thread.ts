/** The open conversation: its messages, its detail, and what may be done with it. */

import type { Case, Conversation, DeskEvent, Detail, Items, Message, Overruling } from "../../shared/desk";
import type { Canned } from "../../shared/notes";
import type { Hand } from "../../shared/replies";
import type { Author } from "../../shared/chat";
import { uuid } from "../../shared/uuid";
import { ApiError, type Api } from "../api";
import { Acts } from "./acts";
import { Composing } from "./composing";
import type { Jump } from "../ui/jump";
import { Debounced } from "./debounce";
import type { Drafts, Pending } from "./drafts";
import { Messages } from "./messages";
import { Notebook } from "./notebook";
import { Stale } from "./stale";
import { Watching } from "./watching";

export class Thread extends Acts {
  readonly id: string;
  readonly notes: Notebook;
  readonly composing: Composing;
  detail: Detail | null = null;
  missing = false;
  /** The last message that the reader had seen when they came; 0 where they were never here. */
  seen = 0;
  /** The first of those that had come since; 0 where there were none. */
  freshFrom = 0;
  /** Of which matter brief and case are; null for the present one. */
  episode: number | null = null;
  /** When people, and not the bot, had it. */
  hands: readonly Hand[] = [];
  /** The message to scroll to; a new object for every jump. */
  jumpTo: Jump | null = null;
  readonly #api: Api;
  readonly #drafts: Drafts;
  readonly #fail: (error: unknown) => void;
  readonly #watching: Watching;
  readonly #messages: Messages;
  #pending: Pending[];
  #stale = new Stale();
  #opening = Promise.resolve();
  readonly #refresh = new Debounced(() => this.#catchUp());

  constructor(id: string, api: Api, drafts: Drafts, fail: (error: unknown) => void, me = "") {
    super();
    this.id = id;
    this.#api = api;
    this.#drafts = drafts;
    this.#fail = fail;
    this.notes = new Notebook(id, api, drafts, fail);
    this.composing = new Composing(this.#path, api, fail, drafts.enclosed(id), (enclosed) => drafts.keepEnclosed(id, enclosed));
    this.#messages = new Messages(this.#path, api);
    this.#watching = new Watching(this.#path, me, api);
    this.#pending = drafts.pending(id).map((pending) => ({ ...pending, failed: pending.failed ?? "network" }));
  }

  /** Those that were fetched, in order. */
  get messages(): Message[] {
    return this.#messages.loaded;
  }

  /** How many messages there are, fetched or not. */
  get total(): number {
    return this.#messages.total;
  }

  message(seq: number): Message | undefined {
    return this.#messages.get(seq);
  }

  /** Who said something last, notices left aside; null where nobody did, or it is not here. */
  get lastSpoke(): Author | null {
    return this.messages.findLast(({ author }) => author !== "system")?.author ?? null;
  }

  /** These are to be shown. */
  async need(from: number, to = from): Promise<void> {
    try {
      if (await this.#messages.need(from, to)) this.changed();
    } catch (error) {
      this.#fail(error); // Tried again with the next look.
    }
  }

  /** Unsent replies; one whose message came over the feed before its answer is no longer shown. */
  get pending(): Pending[] {
    const later = (text: string, after: number) =>
      this.messages.some((m) => m.author === "agent" && m.seq > after && m.text === text);
    return this.#pending.filter(({ text, after, failed }) => failed !== null || !later(text, after));
  }

  get draft(): string {
    return this.#drafts.text(this.id);
  }

  set draft(text: string) {
    this.#drafts.keep(this.id, text);
    if (!text.trim() && this.composing.canned !== null) this.composing.begin(null);
    this.changed();
  }

  /** The reply, with canned words in it. */
  begin(code: string, text: string): void {
    this.draft = text;
    this.composing.begin(code);
  }

  /** Canned words after what is written already. */
  append({ code, text }: Canned): void {
    this.begin(code, [this.draft.trimEnd(), text].filter(Boolean).join("\n"));
  }

  async open(): Promise<void> {
    this.#opening = this.#openAtEnd();
    await Promise.all([this.#opening, this.#loadHands(), this.composing.load(), this.notes.load()]);
  }

  stop(): void {
    this.#refresh.stop();
    this.#watching.stop();
    this.notes.stop();
  }

  jump(seq: number, words: readonly string[] = [], note?: string): void {
    this.jumpTo = { seq, words, ...(note === undefined ? {} : { note }) };
    this.changed();
  }

  onEvent(event: DeskEvent): void {
    const { conversation_id, kind, data } = event;
    if (conversation_id !== this.id) return;
    this.notes.onEvent(event);
    if (kind === "conversation.read") this.#readUpTo(Number(data["seq"]));
    if (this.#stale.note(event)) this.#refresh.call();
  }

  /** After a gap in the feed everything open may have changed. */
  refresh(): void {
    this.#stale.noteGap();
    this.notes.refresh();
    this.#refresh.call();
  }

  say(text: string): void {
    const at = new Date().toISOString();
    const pending = { client_id: uuid(), text, at, after: this.total, failed: null, ...this.composing.take() };
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
    if (!found) return;
    this.#setPending(this.#pending.filter((pending) => pending !== found));
    this.composing.putBack({ attachments: found.attachments ?? [], quoted: found.quoted ?? null, canned: found.canned ?? null });
    this.draft = [found.text, this.draft].filter(Boolean).join("\n");
  }

  async lookAt(episode: number | null): Promise<void> {
    this.episode = episode;
    await this.#loadDetail();
  }

  async reveal(token: string, reason: string): Promise<string> {
    return (await this.#api.send<{ value: string }>("POST", `${this.#path}/reveal`, { token, reason })).value;
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

  protected async move(act: string, body: object): Promise<void> {
    try {
      const conversation = await this.#api.send<Conversation>("POST", `${this.#path}/${act}`, body);
      if (this.detail) this.detail = { ...this.detail, conversation };
      this.changed();
    } finally {
      this.refresh();
    }
  }

  async #post(pending: Pending): Promise<void> {
    const { client_id, text, attachments = [], quoted = null, canned = null } = pending;
    const files = attachments.length > 0 ? { attachments: attachments.map(({ id }) => id) } : {};
    const body = { text, client_id, ...files, ...(quoted === null ? {} : { quoted_seq: quoted }), ...(canned === null ? {} : { canned_code: canned }) };
    try {
      const message = await this.#api.send<Message>("POST", `${this.#path}/messages`, body);
      this.#messages.put(message);
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

  #readUpTo(seq: number): void {
    if (!this.detail || !(seq > this.detail.conversation.read_seq)) return;
    this.detail = { ...this.detail, conversation: { ...this.detail.conversation, read_seq: seq } };
    this.changed();
  }

  async #catchUp(): Promise<void> {
    await this.#opening; // The feed is often live first, and then nobody knows yet where the end is.
    const { detail, hands, end, seqs } = this.#stale;
    this.#stale = new Stale();
    const { opened } = this.#messages;
    if (opened && end) seqs.add(this.#messages.openEnd);
    await Promise.all([
      hands ? this.#loadHands() : undefined,
      this.composing.limits?.window || this.composing.limits?.month ? this.composing.load() : undefined,
      opened ? undefined : this.#openAtEnd(),
      opened && detail ? this.#loadDetail() : undefined,
      opened && seqs.size > 0 ? this.#read(() => this.#messages.renew(seqs)) : undefined,
    ]);
  }

  async #loadDetail(): Promise<void> {
    try {
      const { episode } = this;
      const detail = await this.#api.get<Detail>(this.#path, episode === null ? {} : { episode });
      if (episode !== this.episode) return; // Another matter is wanted by now.
      const { owner_version = 0, read_seq: known = 0 } = this.detail?.conversation ?? {};
      if (detail.conversation.owner_version < owner_version) return; // An act of ours was faster, and fetches it again.
      const read_seq = Math.max(detail.conversation.read_seq, known);
      this.detail = { ...detail, conversation: { ...detail.conversation, read_seq } }; // The feed may have been faster.
      this.#watching.follow(this.detail.conversation);
    } catch (error) {
      this.missing = error instanceof ApiError && error.status === 404;
      this.#fail(error);
    }
    this.changed();
  }

  #loadHands(): Promise<void> {
    return this.#read(async () => {
      this.hands = (await this.#api.get<Items<Hand>>(`${this.#path}/hands`)).items;
    });
  }

  async #openAtEnd(): Promise<void> {
    await this.#loadDetail();
    const { last_seq } = this.detail?.conversation ?? {};
    if (last_seq === undefined) return;
    this.freshFrom = this.seen > 0 && last_seq > this.seen ? this.seen + 1 : 0;
    await this.#read(() => this.#messages.open(last_seq));
  }

  async #read(part: () => Promise<void>): Promise<void> {
    try {
      await part();
    } catch (error) {
      this.#fail(error);
    }
    this.changed();
  }
}
