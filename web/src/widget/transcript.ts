/** The messages of a conversation: one per `seq`, in order of `seq`. */

import type { ChatMessage } from "../shared/chat";

export class Transcript {
  #bySeq = new Map<number, ChatMessage>();
  #messages: readonly ChatMessage[] = [];
  #complete = 0;

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  get lastSeq(): number {
    return this.#messages.at(-1)?.seq ?? 0;
  }

  /**
   * Up to here nothing can be missing: ask the server for what comes after it. Live messages
   * raise it only where they join without a gap, because an earlier one may still be on its way.
   */
  get complete(): number {
    return this.#complete;
  }

  has(seq: number): boolean {
    return this.#bySeq.has(seq);
  }

  /** Messages pushed live or acknowledged. Returns whether anything was new. */
  add(messages: readonly ChatMessage[]): boolean {
    const fresh = messages.filter((message) => isMessage(message) && !this.#bySeq.has(message.seq));
    for (const message of fresh) this.#bySeq.set(message.seq, message);
    if (fresh.length === 0) return false;
    this.#messages = [...this.#bySeq.values()].sort((a, b) => a.seq - b.seq);
    this.#raise();
    return true;
  }

  /** The server's gapless answer to `resume`. */
  addResumed(messages: readonly ChatMessage[]): boolean {
    const changed = this.add(messages);
    this.#complete = Math.max(this.#complete, ...messages.filter(isMessage).map(({ seq }) => seq));
    this.#raise();
    return changed;
  }

  clear(): void {
    this.#bySeq = new Map();
    this.#messages = [];
    this.#complete = 0;
  }

  #raise(): void {
    while (this.#bySeq.has(this.#complete + 1)) this.#complete += 1;
  }
}

function isMessage(value: unknown): value is ChatMessage {
  if (typeof value !== "object" || value === null) return false;
  const { seq, text } = value as Partial<ChatMessage>;
  return typeof seq === "number" && Number.isFinite(seq) && typeof text === "string";
}
