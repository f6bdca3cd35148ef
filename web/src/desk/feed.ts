/**
 * The live feed. Reads the stream with `fetch`, because `EventSource` gives up on an HTTP error
 * (a restart behind a load balancer) and does not tell a lost session from a lost network.
 */

import type { Conversation, DeskEvent } from "../shared/desk";
import type { Activity } from "../shared/replies";
import { SseParser } from "./sse";

/** `reconnecting`: the line has just ended, or there was none yet; `offline`: no line is to be had. */
export type FeedState = "live" | "reconnecting" | "offline";

export interface FeedHandlers {
  onEvent: (event: DeskEvent) => void;
  /** All that people do at this moment; what is missing has ended. */
  onActivities?: (activities: readonly Activity[]) => void;
  /** Rows of the list that have changed, as they stand now. */
  onRows?: (rows: readonly Conversation[]) => void;
  onState: (state: FeedState) => void;
  /** Answered 401: the session has ended. */
  onSignedOut: () => void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;
/** The server writes a comment every 2 s; after two missing ones the line is dead. */
const SILENCE_MS = 4500;

export class Feed {
  state: FeedState = "reconnecting";
  readonly #url: string;
  readonly #handlers: FeedHandlers;
  readonly #fetch: typeof fetch;
  #lastId: number;
  #stopped: AbortController | null = null;
  #line: AbortController | null = null;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #hurry: () => void = () => undefined;

  constructor(url: string, after: number, handlers: FeedHandlers, fetcher: typeof fetch = (...r) => fetch(...r)) {
    this.#url = url;
    this.#lastId = after;
    this.#handlers = handlers;
    this.#fetch = fetcher;
  }

  get lastId(): number {
    return this.#lastId;
  }

  start(): void {
    const stopped = new AbortController();
    this.#stopped = stopped;
    void this.#run(stopped.signal);
  }

  stop(): void {
    this.#stopped?.abort();
    clearTimeout(this.#watchdog);
  }

  /** There is no network. */
  lost(): void {
    this.#line?.abort();
    this.#tell("offline");
  }

  /** The network is back: no more waiting. */
  retry(): void {
    this.#hurry();
  }

  async #run(stopped: AbortSignal): Promise<void> {
    const over = () => stopped.aborted;
    for (let attempt = 0; !over(); attempt += 1) {
      const stood = await this.#read(stopped).catch(() => false);
      if (over()) return;
      if (stood) attempt = 0;
      if (!stood || this.state === "live") this.#tell(stood ? "reconnecting" : "offline");
      await this.#pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
    }
  }

  /** Reads until the line ends. Returns whether it stood at all. */
  async #read(stopped: AbortSignal): Promise<boolean> {
    const line = (this.#line = new AbortController());
    const signal = AbortSignal.any([stopped, line.signal]);
    const headers = { Accept: "text/event-stream", "Last-Event-ID": String(this.#lastId) };
    this.#watch();
    const response = await this.#fetch(this.#url, { headers, signal, credentials: "same-origin", cache: "no-store" });
    if (response.status === 401) {
      this.stop();
      this.#handlers.onSignedOut();
    }
    if (!response.ok || !response.body) return false;
    this.#tell("live");
    await this.#consume(response.body).catch(() => undefined);
    return true; // It stood; the next try comes soon and goes on from the last event.
  }

  async #consume(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = new SseParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#watch();
      for (const { data } of parser.feed(decoder.decode(value, { stream: true }))) this.#event(data);
    }
  }

  #event(data: string): void {
    let event: DeskEvent | { activities: readonly Activity[] } | { conversations: readonly Conversation[] };
    try {
      event = JSON.parse(data) as typeof event;
    } catch {
      return; // Damaged in between; what it announced is fetched with the next event.
    }
    if ("activities" in event) {
      this.#handlers.onActivities?.(event.activities);
      return;
    }
    if ("conversations" in event) {
      this.#handlers.onRows?.(event.conversations);
      return;
    }
    if (event.id === this.#lastId) return;
    this.#lastId = event.id;
    this.#handlers.onEvent(event);
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.lost(), SILENCE_MS);
  }

  #tell(state: FeedState): void {
    if (this.state === state) return;
    this.state = state;
    this.#handlers.onState(state);
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#hurry = resolve;
      setTimeout(resolve, ms);
    });
  }
}
