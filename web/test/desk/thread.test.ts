import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, type Api } from "../../src/desk/api";
import { Drafts } from "../../src/desk/model/drafts";
import { Thread } from "../../src/desk/model/thread";
import { pieces } from "../../src/desk/ui/tokens";
import type { DeskEvent, Message } from "../../src/shared/desk";
import { MemoryStorage } from "../../src/shared/storage";

const message = (seq: number, extra: Partial<Message> = {}): Message => ({
  ...{ id: `m${seq}`, conversation_id: "c", seq, episode: 1, author: "customer", agent_id: null, agent_name: null },
  ...{ text: `t${seq}`, buttons: [], attachments: [], quoted_seq: null, created_at: "2026-11-21T06:00:00Z", delivery: null, error: null, masks: {} },
  ...extra,
});
const event = (kind: string, data = {}): DeskEvent => ({
  ...{ id: 1, kind, at: "", actor: "bot", conversation_id: "c", case_id: null, data },
});

class FakeApi implements Api {
  messages: Message[] = [];
  reads: string[] = [];
  sent: object[] = [];
  fail: ApiError | null = null;

  get<T>(path: string, query: Record<string, unknown> = {}): Promise<T> {
    this.reads.push(path.endsWith("/messages") ? `messages after ${String(query["after"])}` : "detail");
    const items = this.messages.filter(({ seq }) => seq > Number(query["after"]));
    return Promise.resolve({ items, more: false } as T);
  }

  send<T>(_method: string, _path: string, body: object = {}): Promise<T> {
    this.sent.push(body);
    if (this.fail) return Promise.reject(this.fail);
    const seq = this.messages.length + 1;
    const { text } = body as { text: string };
    const stored = message(seq, { author: "agent", text, delivery: "pending" });
    this.messages.push(stored);
    return Promise.resolve(stored as T);
  }
}

let api: FakeApi;
let drafts: Drafts;
const settle = async (ms = 200) => {
  await vi.advanceTimersByTimeAsync(ms);
};

async function open(): Promise<Thread> {
  const thread = new Thread("c", api, drafts, () => undefined);
  await thread.open();
  api.reads = [];
  return thread;
}

beforeEach(() => {
  vi.useFakeTimers();
  api = new FakeApi();
  drafts = new Drafts(new MemoryStorage());
});
afterEach(() => void vi.useRealTimers());

describe("an open conversation", () => {
  it("fetches once after a burst of events, and only what is new", async () => {
    api.messages = [message(1), message(2)];
    const thread = await open();
    api.messages.push(message(3), message(4));
    thread.onEvent(event("message.recorded", { seq: 3 }));
    thread.onEvent(event("message.recorded", { seq: 4 }));
    await settle();
    expect(api.reads.sort()).toEqual(["detail", "messages after 2"]);
    expect(thread.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it("fetches again what was on its way when its delivery changes", async () => {
    api.messages = [message(1), message(2, { author: "agent", delivery: "pending" }), message(3)];
    const thread = await open();
    api.messages[1] = message(2, { author: "agent", delivery: "dead" });
    thread.onEvent(event("delivery.changed"));
    await settle();
    expect(api.reads).toEqual(["messages after 1"]);
    expect(thread.messages[1]!.delivery).toBe("dead");
  });

  it("leaves the events of other conversations alone", async () => {
    const thread = await open();
    thread.onEvent({ ...event("message.recorded"), conversation_id: "other" });
    await settle();
    expect(api.reads).toEqual([]);
  });

  it("keeps a reply that did not get through, over a reload, and repeats it under its id", async () => {
    const thread = await open();
    api.fail = new ApiError(0, "network", "");
    thread.say("您好");
    await settle();
    expect(thread.pending).toMatchObject([{ text: "您好", failed: "network" }]);
    const reloaded = await open();
    api.fail = null;
    reloaded.retry(reloaded.pending[0]!.client_id);
    await settle();
    expect(reloaded.pending).toEqual([]);
    expect(reloaded.messages.map(({ text }) => text)).toEqual(["您好"]);
    expect(api.sent[0]).toEqual(api.sent[1]);
  });

  it("does not show a reply twice when the feed is faster than the answer", async () => {
    const thread = await open();
    let answer: (message: Message) => void = () => undefined;
    api.send = <T>() => new Promise<T>((resolve) => (answer = resolve as (message: Message) => void));
    thread.say("您好");
    expect(thread.pending).toHaveLength(1);
    api.messages = [message(1, { author: "agent", text: "您好" })];
    thread.onEvent(event("message.recorded"));
    await settle();
    expect(thread.pending).toEqual([]);
    answer(api.messages[0]!);
    await settle();
    expect(thread.messages).toHaveLength(1);
  });

  it("keeps the draft over a reload", async () => {
    (await open()).draft = "half a sen";
    expect((await open()).draft).toBe("half a sen");
  });
});

describe("tokens in a text", () => {
  it("are cut out by the masks that came with it", () => {
    expect(pieces("请回电[手机号1]，谢谢", { "[手机号1]": "138****8000" })).toEqual([
      { text: "请回电" },
      { token: "[手机号1]", mask: "138****8000" },
      { text: "，谢谢" },
    ]);
  });
});
