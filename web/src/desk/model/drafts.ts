/** What an agent has written and not sent; it survives a reload of the tab, and nobody else finds it there. */

import type { ChatAttachment } from "../../shared/chat";
import type { Enclosed } from "../../shared/replies";
import { keysOf, pageStorage, type KeyValues } from "../../shared/storage";

export interface Pending {
  client_id: string;
  text: string;
  at: string;
  /** The last message that was known when it was written. */
  after: number;
  attachments?: readonly ChatAttachment[];
  quoted?: number | null;
  canned?: string | null;
  failed: string | null;
}

export class Drafts {
  readonly #storage: KeyValues;
  readonly #prefix: string;

  constructor(me: string, storage: KeyValues = pageStorage("sessionStorage")) {
    this.#prefix = `qingting:desk:${me}:`;
    this.#storage = storage;
  }

  /** Everything, as the agent signs out. */
  clear(): void {
    for (const key of keysOf(this.#storage, this.#prefix)) this.#storage.removeItem(key);
  }

  text(conversation: string): string {
    return this.#storage.getItem(this.#key("draft", conversation)) ?? "";
  }

  keep(conversation: string, text: string): void {
    this.#write(this.#key("draft", conversation), text);
  }

  pending(conversation: string): Pending[] {
    return (this.#read(this.#key("pending", conversation)) as Pending[] | null) ?? [];
  }

  keepPending(conversation: string, pending: readonly Pending[]): void {
    this.#write(this.#key("pending", conversation), pending.length > 0 ? JSON.stringify(pending) : "");
  }

  /** What goes with the text: a quotation, and files that the server has already. */
  enclosed(conversation: string): Enclosed {
    return { ...NOTHING, ...(this.#read(this.#key("enclosed", conversation)) as Partial<Enclosed> | null) };
  }

  keepEnclosed(conversation: string, enclosed: Enclosed): void {
    const { attachments, quoted, canned } = enclosed;
    this.#write(this.#key("enclosed", conversation), attachments.length > 0 || quoted !== null || canned !== null ? JSON.stringify(enclosed) : "");
  }

  #key(what: "draft" | "pending" | "enclosed", conversation: string): string {
    return `${this.#prefix}${what}:${conversation}`;
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  #write(key: string, value: string): void {
    if (value) this.#storage.setItem(key, value);
    else this.#storage.removeItem(key);
  }
}

const NOTHING: Enclosed = { attachments: [], quoted: null, canned: null };
