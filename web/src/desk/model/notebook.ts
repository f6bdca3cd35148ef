/** The notes of the open conversation. */

import type { DeskEvent, Items } from "../../shared/desk";
import type { CannedList, CustomerLanguage, Note } from "../../shared/notes";
import { uuid } from "../../shared/uuid";
import type { Api } from "../api";
import { Debounced } from "./debounce";
import type { Drafts } from "./drafts";
import { Observable } from "./observable";

/** What may change which words fit. */
const JUDGED = new Set(["signal.found", "judgement.overruled"]);

export class Notebook extends Observable {
  items: readonly Note[] = [];
  canned: CannedList | null = null;
  /** Chosen for the canned words; null: the customer's own. */
  language: CustomerLanguage | null = null;
  readonly #path: string;
  readonly #id: string;
  readonly #api: Api;
  readonly #drafts: Drafts;
  readonly #fail: (error: unknown) => void;
  readonly #refresh = new Debounced(() => this.load());
  readonly #renewal = new Debounced(() => this.#fetchCanned());
  #loading: Promise<void> | null = null;
  /** Kept until the server has the note, so that a retry does not repeat it. */
  #clientId = uuid();

  constructor(id: string, api: Api, drafts: Drafts, fail: (error: unknown) => void) {
    super();
    this.#id = id;
    this.#path = `/conversations/${id}/notes`;
    this.#api = api;
    this.#drafts = drafts;
    this.#fail = fail;
  }

  get draft(): string {
    return this.#drafts.text(`note:${this.#id}`);
  }

  set draft(text: string) {
    this.#drafts.keep(`note:${this.#id}`, text);
    this.changed();
  }

  /** Those that stand below this message; above the first one stand those that were written before any. */
  below(seq: number, isLast: boolean): readonly Note[] {
    return this.items.filter(({ after_seq }) => after_seq === seq || (isLast && after_seq > seq));
  }

  onEvent({ kind, conversation_id, data }: DeskEvent): void {
    if (conversation_id !== this.#id) return;
    if (kind === "note.added") this.#refresh.call();
    const spoken = kind === "message.recorded" && data["author"] === "agent";
    if (spoken || kind.startsWith("case.") || JUDGED.has(kind)) this.#renewCanned();
  }

  refresh(): void {
    this.#refresh.call();
    this.#renewCanned();
  }

  stop(): void {
    this.#refresh.stop();
    this.#renewal.stop();
  }

  async load(): Promise<void> {
    try {
      this.items = (await this.#api.get<Items<Note>>(this.#path)).items;
      this.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Fetched when first wanted; from then on it stays up to date. */
  async loadCanned(): Promise<void> {
    if (!this.canned) await (this.#loading ??= this.#fetchCanned().finally(() => (this.#loading = null)));
  }

  /** Nobody takes words of the former language meanwhile. */
  writeIn(language: CustomerLanguage): void {
    this.language = language;
    this.canned = null;
    this.#loading = null;
    void this.loadCanned();
    this.changed();
  }

  #renewCanned(): void {
    if (this.canned || this.#loading) this.#renewal.call();
  }

  async #fetchCanned(): Promise<void> {
    const { language } = this;
    try {
      const canned = await this.#api.get<CannedList>("/canned", { conversation: this.#id, language: language ?? undefined });
      if (language !== this.language) return;
      this.canned = canned;
      this.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The draft stays where the server does not take it. */
  async write(text: string): Promise<void> {
    try {
      const note = await this.#api.send<Note>("POST", this.#path, { text, client_id: this.#clientId });
      this.#clientId = uuid();
      this.items = [...this.items.filter(({ id }) => id !== note.id), note];
      this.draft = "";
    } catch (error) {
      this.#fail(error);
    }
  }

  async seen(): Promise<void> {
    try {
      await this.#api.send("POST", `${this.#path}/seen`);
    } catch (error) {
      this.#fail(error);
    }
  }
}
