/** A server in memory behind the widget's wire: stores, deduplicates, loses what a test tells it to. */

import type { ChatMessage, ChatState, Limits } from "../../src/shared/chat";
import type { Wire } from "../../src/widget/wire";

interface Uttered {
  message: string;
  message_id: string;
  payload?: string;
  attachments?: string[];
  quoted_seq?: number;
}

export class FakeServer {
  messages: ChatMessage[] = [];
  state: ChatState = { owner: "none", last_seq: 0 };
  token = "token-1";
  /** What it makes of an embedding site's token. */
  identity: object | null = null;
  pageSize = 100;
  limits: Limits = { types: { "image/png": "image", "application/pdf": "file" }, largest: { image: 100, file: 200 }, per_message: 2 };
  /** Every `user_uttered` that reached the server, also repeated ones. */
  received: Uttered[] = [];
  refuse: ((uttered: Uttered) => object | null) | null = null;

  say(author: ChatMessage["author"], text: string, extra: Partial<ChatMessage> = {}): ChatMessage {
    const seq = extra.seq ?? (this.messages.at(-1)?.seq ?? 0) + 1;
    const message = { seq, message_id: `m${seq}`, author, text, at: new Date(0).toISOString(), ...extra };
    this.messages.push(message);
    this.state = { ...this.state, last_seq: seq };
    return message;
  }

  answer(event: string, payload: object): object {
    if (event === "session_request") {
      const identity = this.identity ? { identity: this.identity } : {};
      return { ok: true, session_id: this.token, state: this.state, attachments: this.limits, notice: "…", ...identity };
    }
    if (event === "resume") return this.#resume((payload as { after: number }).after);
    return this.#store(payload as Uttered);
  }

  #resume(after: number): object {
    const rest = this.messages.filter(({ seq }) => seq > after);
    const messages = rest.slice(0, this.pageSize);
    const upTo = messages.at(-1)?.seq ?? after;
    const more = rest.length > messages.length;
    return { ok: true, messages, up_to: upTo, state: this.state, more };
  }

  #store(uttered: Uttered): object {
    this.received.push(uttered);
    const refusal = this.refuse?.(uttered);
    if (refusal) return { ok: false, error: refusal };
    const known = this.messages.find(({ client_id }) => client_id === uttered.message_id);
    const stored = known ?? this.say("customer", uttered.message, { client_id: uttered.message_id });
    return { ok: true, message_id: stored.message_id, seq: stored.seq, duplicate: known !== undefined };
  }
}

export class FakeWire implements Wire {
  readonly server: FakeServer;
  readonly emitted: { event: string; payload: unknown }[] = [];
  readonly requests: { event: string; payload: unknown }[] = [];
  connected = false;
  /** The next acknowledgements of this event are lost on their way back. */
  readonly loseAck = new Map<string, number>();
  readonly #handlers = new Map<string, (payload: unknown) => void>();
  readonly #open = new Set<(error: Error) => void>();

  constructor(server: FakeServer) {
    this.server = server;
  }

  on(event: string, handler: (payload: unknown) => void): void {
    this.#handlers.set(event, handler);
  }

  emit(event: string, payload: unknown): void {
    this.emitted.push({ event, payload });
  }

  async request(event: string, payload: unknown): Promise<unknown> {
    if (!this.connected) throw new Error("not connected");
    this.requests.push({ event, payload });
    const answer = this.server.answer(event, payload as object);
    const losses = this.loseAck.get(event) ?? 0;
    if (losses === 0) return Promise.resolve(answer);
    this.loseAck.set(event, losses - 1);
    return new Promise((_, reject) => {
      this.#open.add(reject);
      setTimeout(() => reject(new Error("no acknowledgement")), 8000);
    });
  }

  open(): void {
    // A test decides when the connection comes.
  }

  close(): void {
    this.connected = false;
  }

  push(event: string, payload?: unknown): void {
    this.#handlers.get(event)?.(payload);
  }

  connect(): void {
    this.connected = true;
    this.push("connect");
  }

  drop(): void {
    this.connected = false;
    for (const reject of this.#open) reject(new Error("disconnected"));
    this.#open.clear();
    this.push("disconnect");
  }
}
