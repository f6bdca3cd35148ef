import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, type Api } from "../../src/desk/api";
import { Drafts } from "../../src/desk/model/drafts";
import { Thread } from "../../src/desk/model/thread";
import { pieces } from "../../src/desk/ui/tokens";
import type { DeskEvent, Message } from "../../src/shared/desk";
import { MemoryStorage } from "../../src/shared/storage";

const message = (seq: number, extra: Partial<Message> = {}): Message => ({
  ...{ id: `m${seq}`, conversation_id: "c", seq, episode: 1, author: "customer", agent_id: null, agent_name: null },
  ...{ text: `t${seq}`, buttons: [], attachments: [], quoted_seq: null, canned_code: null, created_at: "2026-11-21T06:00:00Z", delivery: null, error: null, failure: null, masks: {} },
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
  detail = () => Promise.resolve();
  owner_version = 1;

  async get<T>(path: string, query: Record<string, unknown> = {}): Promise<T> {
    const { owner_version } = this;
    if (path === "/conversations/c") await this.detail();
    this.reads.push(path.endsWith("/messages") ? `messages after ${String(query["after"])}` : "detail");
    const limit = Number(query["limit"] ?? 0);
    const items = this.messages.filter(({ seq }) => seq > Number(query["after"])).slice(0, limit);
    const conversation = { last_seq: this.messages.length, owner_version };
    return { items, more: items.length === limit, conversation, files: [] } as T;
  }

  send<T>(_method: string, path: string, body: object = {}): Promise<T> {
    this.sent.push(body);
    if (this.fail) return Promise.reject(this.fail);
    if (path.endsWith("/claim")) {
      this.owner_version += 1;
      return Promise.resolve({ last_seq: this.messages.length, owner_version: this.owner_version } as T);
    }
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
  drafts = new Drafts("me", new MemoryStorage());
});
afterEach(() => void vi.useRealTimers());

describe("an open conversation", () => {
  it("knows where what is new began, for who was there before", async () => {
    api.messages = [message(1), message(2), message(3)];
    const from = async (seen: number) => {
      const thread = new Thread("c", api, drafts, () => undefined);
      thread.seen = seen;
      await thread.open();
      return thread.freshFrom;
    };
    expect([await from(0), await from(1), await from(3)]).toEqual([0, 2, 0]);
  });

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

  it("fetches the last page of a long one, and others when they are to be shown, each once", async () => {
    api.messages = Array.from({ length: 2000 }, (_, at) => message(at + 1));
    const thread = await open();
    expect([thread.total, thread.messages.length, thread.message(1)]).toEqual([2000, 50, undefined]);
    await Promise.all([thread.need(40, 60), thread.need(55), thread.need(1990)]);
    expect(api.reads.sort()).toEqual(["messages after 0", "messages after 50"]);
    expect([thread.message(1)?.seq, thread.message(101)]).toEqual([1, undefined]);
  });

  it.each([["is live first", null], ["is live after the first try failed", new ApiError(0, "offline", "")]])(
    "fetches the end of a long one only, where the feed %s",
    async (_what, failure) => {
      api.messages = Array.from({ length: 2000 }, (_, at) => message(at + 1));
      api.detail = () => new Promise((resolve, reject) => setTimeout(failure ? () => reject(failure) : resolve, 300));
      const thread = new Thread("c", api, drafts, () => undefined);
      void thread.open();
      thread.refresh();
      await settle(299);
      api.detail = () => Promise.resolve();
      await settle();
      expect(thread.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, at) => 1951 + at));
      expect(thread.detail).not.toBeNull();
    },
  );

  it("does not read a long one again on account of what was never delivered long ago", async () => {
    api.messages = Array.from({ length: 2000 }, (_, at) => message(at + 1, { author: "bot", delivery: "pending" }));
    const thread = await open();
    await thread.need(1, 50);
    api.messages.push(message(2001));
    api.reads = [];
    thread.onEvent(event("message.recorded", { seq: 2001 }));
    for (const seq of [3, 4, 1500]) thread.onEvent(event("delivery.changed", { seq }));
    await settle();
    expect(api.reads.sort()).toEqual(["detail", "messages after 0", "messages after 1950"]);
    expect(thread.total).toBe(2001);
  });

  it("is not set back by an answer that set out before it was taken over", async () => {
    const thread = await open();
    api.detail = () => new Promise((resolve) => setTimeout(resolve, 300));
    const seen: (number | undefined)[] = [];
    thread.subscribe(() => seen.push(thread.detail?.conversation.owner_version));
    thread.onEvent(event("owner.changed"));
    await settle(200);
    await thread.claim();
    await settle(1000);
    expect(new Set(seen)).toEqual(new Set([1, 2]));
    expect(seen).toEqual([...seen].sort());
    expect(api.reads.filter((read) => read === "detail").length).toBeGreaterThan(2);
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

  it("says which canned words a reply began from, also after a reload, and not for an emptied one", async () => {
    const thread = await open();
    thread.begin("greet", "您好，我是负责您这件事的专员。");
    const again = await open();
    again.draft = `${again.draft}请讲。`;
    again.say(again.draft);
    await settle();
    expect(api.sent).toMatchObject([{ text: "您好，我是负责您这件事的专员。请讲。", canned_code: "greet" }]);
    again.begin("greet", "您好");
    again.draft = "";
    again.draft = "我自己写的";
    again.say(again.draft);
    await settle();
    expect(api.sent[1]).not.toHaveProperty("canned_code");
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
