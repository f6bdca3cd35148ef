/**
 * What the customer wrote and the server has not acknowledged, with the session token.
 *
 * Each unsent message has a key of its own, so that two tabs never overwrite each other.
 * The token is written with the first message: who only looks leaves nothing behind.
 */

import type { ChatAttachment } from "../shared/chat";
import { keysOf, type KeyValues } from "../shared/storage";

export type OutboxState = "sending" | "failed";

export interface Unsent {
  id: string;
  text: string;
  payload?: string;
  /** Uploads that go with it. */
  attachments?: readonly ChatAttachment[];
  /** Place of the message that it answers. */
  quoted?: number;
  at: string;
  state: OutboxState;
  /** Code of the server's refusal. */
  error?: string;
  /** Seconds, where the server named them. */
  retryAfter?: number;
}

/** What goes with the words. */
export type Enclosed = Pick<Unsent, "payload" | "attachments" | "quoted">;

export class Outbox {
  readonly #storage: KeyValues;
  readonly #prefix: string;
  #token: string | null;
  #unsent: Unsent[];

  constructor(storage: KeyValues, scope: string) {
    this.#storage = storage;
    this.#prefix = `qingting:${scope}:`;
    this.#token = storage.getItem(this.#key("session"));
    this.#unsent = this.#load();
  }

  /** Oldest first. */
  get unsent(): readonly Unsent[] {
    return this.#unsent;
  }

  get token(): string | null {
    return this.#token;
  }

  /** The highest `seq` that was on screen. */
  get lastSeq(): number {
    return Number(this.#storage.getItem(this.#key("seq")) ?? 0) || 0;
  }

  /** Remember the token; it is kept over a reload once there is something to lose. */
  useToken(token: string, keep: boolean): void {
    const known = this.#storage.getItem(this.#key("session")) !== null;
    this.#token = token;
    if (keep || known || this.#unsent.length > 0) this.#write("session", token);
  }

  saw(seq: number): void {
    if (seq > this.lastSeq) this.#write("seq", String(seq));
  }

  /** The server opened another session: earlier numbers mean nothing in it. */
  forgetSeq(): void {
    this.#storage.removeItem(this.#key("seq"));
  }

  add(message: Unsent): void {
    this.#unsent = [...this.#unsent, message];
    this.#write(`out:${message.id}`, JSON.stringify(message));
    if (this.#token) this.#write("session", this.#token);
  }

  update(id: string, change: Partial<Unsent>): void {
    this.#unsent = this.#unsent.map((message) => {
      if (message.id !== id) return message;
      const changed = { ...message, ...change };
      this.#write(`out:${id}`, JSON.stringify(changed));
      return changed;
    });
  }

  /** It is stored at the server (or given up by the customer). Returns what it was. */
  remove(id: string): Unsent | undefined {
    const found = this.#unsent.find((message) => message.id === id);
    this.#unsent = this.#unsent.filter((message) => message.id !== id);
    this.#storage.removeItem(this.#key(`out:${id}`));
    return found;
  }

  #key(name: string): string {
    return this.#prefix + name;
  }

  #write(name: string, value: string): void {
    try {
      this.#storage.setItem(this.#key(name), value);
    } catch {
      // Storage is full: what is on screen still gets sent, only a reload would lose it.
    }
  }

  #load(): Unsent[] {
    const found = keysOf(this.#storage, this.#key("out:")).map((key) => parse(this.#storage.getItem(key)));
    return found
      .filter((message) => message !== null)
      .sort((a, b) => a.at.localeCompare(b.at));
  }
}

function parse(json: string | null): Unsent | null {
  try {
    const value = JSON.parse(json ?? "null") as Unsent | null;
    return value && typeof value.id === "string" && typeof value.text === "string" ? value : null;
  } catch {
    return null;
  }
}

/** A message as `user_uttered` takes it. */
export function uttered({ id, text, payload, attachments = [], quoted }: Unsent, token: string | null): object {
  const files = attachments.length > 0 ? { attachments: attachments.map((one) => one.id) } : {};
  const more = { ...(payload ? { payload } : {}), ...(quoted ? { quoted_seq: quoted } : {}), ...files };
  return { message: text, session_id: token ?? undefined, message_id: id, ...more };
}
