import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Feed, type FeedState } from "../../src/desk/feed";
import { SseParser } from "../../src/desk/sse";
import type { DeskEvent } from "../../src/shared/desk";

class Line {
  readonly lastEventId: string | null;
  readonly response: Response;
  #controller!: ReadableStreamDefaultController<Uint8Array>;

  constructor(headers: Headers, signal: AbortSignal | null | undefined, status = 200) {
    this.lastEventId = headers.get("Last-Event-ID");
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (this.#controller = controller) });
    signal?.addEventListener("abort", () => this.#controller.error(new DOMException("aborted", "AbortError")));
    this.response = new Response(status === 200 ? body : null, { status });
  }

  write(text: string): void {
    this.#controller.enqueue(new TextEncoder().encode(text));
  }

  end(): void {
    this.#controller.close();
  }
}

function setUp(after = 0) {
  const lines: Line[] = [];
  const events: number[] = [];
  const states: FeedState[] = [];
  const onSignedOut = vi.fn();
  const onActivities = vi.fn();
  let status = 200;
  const fetcher: typeof fetch = (_url, init) => {
    if (status === 0) return Promise.reject(new TypeError("offline"));
    const line = new Line(new Headers(init?.headers), init?.signal, status);
    lines.push(line);
    return Promise.resolve(line.response);
  };
  const handlers = {
    onEvent: ({ id }: DeskEvent) => void events.push(id),
    onState: (state: FeedState) => void states.push(state),
    onSignedOut,
    onActivities,
  };
  const feed = new Feed("/events", after, handlers, fetcher);
  feed.start();
  const answer = (value: number) => (status = value);
  return { feed, lines, events, states, onSignedOut, onActivities, answer };
}

const doing = [{ doing: "typing", conversation_id: "c", who: "customer" }];
const event = (id: number) => `id: ${id}\nevent: message.recorded\ndata: ${JSON.stringify({ id })}\n\n`;
const settle = async (ms = 0) => {
  await vi.advanceTimersByTimeAsync(ms);
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the feed", () => {
  it("goes on after the last event when the line breaks, and skips one that is repeated", async () => {
    const { feed, lines, events, states } = setUp(7);
    await settle();
    expect(lines[0]!.lastEventId).toBe("7");
    lines[0]!.write(event(8) + event(9));
    await settle();
    lines[0]!.end();
    await settle();
    expect(states).toEqual(["live", "reconnecting"]);
    await settle(600);
    expect(lines[1]!.lastEventId).toBe("9");
    lines[1]!.write(event(9) + event(10));
    await settle();
    expect(events).toEqual([8, 9, 10]);
    expect(states).toEqual(["live", "reconnecting", "live"]);
    feed.stop();
  });

  it("tells what people do, which is no event to go on from", async () => {
    const { feed, lines, events, onActivities } = setUp(7);
    await settle();
    lines[0]!.write(`event: activities\ndata: ${JSON.stringify({ activities: doing })}\n\n`);
    await settle();
    expect(onActivities).toHaveBeenCalledExactlyOnceWith(doing);
    expect([events, feed.lastId]).toEqual([[], 7]);
    feed.stop();
  });

  it("keeps trying while the server is away or broken", async () => {
    const { feed, lines, states, answer } = setUp();
    await settle();
    answer(0);
    lines[0]!.end();
    await settle(3000);
    answer(503);
    await settle(10_000);
    answer(200);
    await settle(2000);
    expect(states.at(-1)).toBe("live");
    feed.stop();
  });

  it("says within five seconds that a silent line is dead, and comes back", async () => {
    const { feed, lines, states } = setUp();
    await settle();
    lines[0]!.write(": still here\n\n");
    await settle(4000);
    expect(states).toEqual(["live"]);
    await settle(1000);
    expect(states).toEqual(["live", "offline", "live"]);
    expect(lines).toHaveLength(2);
    feed.stop();
  });

  it("is offline as soon as the browser says so, and tries again as soon as it is online", async () => {
    const { feed, lines, states, answer } = setUp();
    await settle();
    answer(0);
    feed.lost();
    await settle();
    expect(states).toEqual(["live", "offline"]);
    await settle(60_000);
    expect(states).toEqual(["live", "offline"]);
    answer(200);
    feed.retry();
    await settle();
    expect(states).toEqual(["live", "offline", "live"]);
    expect(lines).toHaveLength(2);
    feed.stop();
  });

  it("is offline when the first try after the end of a line fails", async () => {
    const { feed, lines, states, answer } = setUp();
    await settle();
    answer(0);
    lines[0]!.end();
    await settle(1000);
    expect(states).toEqual(["live", "reconnecting", "offline"]);
    answer(200);
    await settle(2000);
    expect(states.at(-1)).toBe("live");
    feed.stop();
  });

  it("ends with the session", async () => {
    const { lines, onSignedOut, answer } = setUp();
    await settle();
    answer(401);
    lines[0]!.end();
    await settle(60_000);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    expect(lines).toHaveLength(2);
  });

  it("stops when told to", async () => {
    const { feed, lines } = setUp();
    await settle();
    feed.stop();
    await settle(60_000);
    expect(lines).toHaveLength(1);
  });
});

describe("the parser", () => {
  it("joins what arrives in pieces and keeps the last id", () => {
    const parser = new SseParser();
    expect(parser.feed("id: 3\r\ndata: a\r")).toEqual([]);
    expect(parser.feed("\ndata: b\n: comment\n\nda")).toEqual([{ id: "3", event: "message", data: "a\nb" }]);
    expect(parser.feed("ta:c\nevent: x\n\n")).toEqual([{ id: "3", event: "x", data: "c" }]);
  });

  it("gives nothing for an event without data", () => {
    expect(new SseParser().feed("event: ping\n\n")).toEqual([]);
  });
});
