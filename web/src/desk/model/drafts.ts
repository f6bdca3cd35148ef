/** What an agent has written and not sent; it survives a reload of the tab. */

import type { ChatAttachment } from "../../shared/chat";
import { pageStorage, type KeyValues } from "../../shared/storage";

export interface Pending {
  client_id: string;
  text: string;
  at: string;
  /** The last message that was known when it was written. */
  after: number;
  attachments?: readonly ChatAttachment[];
  quoted?: number | null;
  failed: string | null;
}

export class Drafts {
  readonly #storage: KeyValues;

  constructor(storage: KeyValues = pageStorage("sessionStorage")) {
    this.#storage = storage;
  }

  text(conversation: string): string {
    return this.#storage.getItem(draftKey(conversation)) ?? "";
  }

  keep(conversation: string, text: string): void {
    this.#write(draftKey(conversation), text);
  }

  pending(conversation: string): Pending[] {
    try {
      return JSON.parse(this.#storage.getItem(pendingKey(conversation)) ?? "[]") as Pending[];
    } catch {
      return [];
    }
  }

  keepPending(conversation: string, pending: readonly Pending[]): void {
    this.#write(pendingKey(conversation), pending.length > 0 ? JSON.stringify(pending) : "");
  }

  #write(key: string, value: string): void {
    if (value) this.#storage.setItem(key, value);
    else this.#storage.removeItem(key);
  }
}

const draftKey = (conversation: string) => `qingting:desk:draft:${conversation}`;
const pendingKey = (conversation: string) => `qingting:desk:pending:${conversation}`;
