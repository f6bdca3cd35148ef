import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, type Api } from "../../src/desk/api";
import { Composing } from "../../src/desk/model/composing";
import { Drafts } from "../../src/desk/model/drafts";
import { Thread } from "../../src/desk/model/thread";
import { Watching } from "../../src/desk/model/watching";
import type { Conversation, DeskEvent } from "../../src/shared/desk";
import type { ReplyLimits } from "../../src/shared/replies";
import { MemoryStorage } from "../../src/shared/storage";

const limits: ReplyLimits = {
  quotes: true,
  files: { types: { "image/png": "image" }, largest: { image: 2 ** 20 }, per_message: 2 },
  window: { standing: "open", closes_at: "2026-11-24T06:00:00Z", left: 2, most: 5 },
  month: null,
};
const picture = (name: string, bytes = 3) => new File([new Uint8Array(bytes)], name, { type: "image/png" });

class FakeApi implements Api {
  sent: { method: string; path: string; body: object | undefined }[] = [];
  limits = limits;
  conversation = { id: "c", owner: "agent", agent_id: "me", read_seq: 0 } as Conversation;
  fail: ApiError | null = null;

  get<T>(path: string): Promise<T> {
    if (path.endsWith("/limits")) return Promise.resolve(this.limits as T);
    if (path === "/conversations/c") return Promise.resolve({ conversation: this.conversation, brief: null, case: null } as T);
    return Promise.resolve({ items: [], more: false } as T);
  }

  send<T>(method: string, path: string, body?: object): Promise<T> {
    this.sent.push({ method, path, body });
    if (this.fail) return Promise.reject(this.fail);
    if (body instanceof File) return Promise.resolve({ id: `up-${body.name}`, kind: "image", media_type: "image/png", name: body.name, size: body.size } as T);
    return Promise.resolve({ ...body, seq: this.sent.length, author: "agent" } as T);
  }

  paths(method: string): string[] {
    return this.sent.filter((one) => one.method === method).map(({ path }) => path);
  }
}

let api: FakeApi;
const nothing = () => undefined;
const composer = () => new Composing("/conversations/c", api, nothing, { attachments: [], quoted: null, canned: null }, nothing);

beforeEach(() => {
  vi.useFakeTimers();
  api = new FakeApi();
});
afterEach(() => void vi.useRealTimers());

describe("what goes with a reply", () => {
  it("is there again after a reload, until it is sent or taken out", async () => {
    const storage = new MemoryStorage();
    const opened = async () => {
      const thread = new Thread("c", api, new Drafts("me", storage), nothing, "me");
      await thread.open();
      return thread;
    };
    const first = await opened();
    await first.composing.add([picture("a.png"), picture("b.png")]);
    first.composing.quote(1);
    first.composing.remove(first.composing.files[1]!.key);
    const second = await opened();
    expect([second.composing.quoted, second.composing.files.map(({ name }) => name), second.composing.ready]).toEqual([1, ["a.png"], true]);
    second.say("请看");
    await vi.advanceTimersByTimeAsync(300);
    expect(api.sent.at(-1)!.body).toMatchObject({ text: "请看", attachments: ["up-a.png"], quoted_seq: 1 });
    const third = await opened();
    expect([third.composing.quoted, third.composing.files]).toEqual([null, []]);
    expect(storage.length).toBe(0);
  });

  it("starts anew where what was kept is damaged", () => {
    const storage = new MemoryStorage();
    storage.setItem("qingting:desk:me:enclosed:c", "{");
    expect(new Drafts("me", storage).enclosed("c")).toEqual({ attachments: [], quoted: null, canned: null });
  });

  it("is found again by nobody else, and by nobody after signing out", () => {
    const storage = new MemoryStorage();
    const [mine, theirs] = [new Drafts("me", storage), new Drafts("you", storage)];
    const reply = { client_id: "1", text: "您好", at: "", after: 0, failed: "network" };
    for (const drafts of [mine, theirs]) {
      drafts.keep("c", "草稿");
      drafts.keepPending("c", [reply]);
    }
    expect(new Drafts("third", storage).text("c")).toBe("");
    expect(new Drafts("third", storage).pending("c")).toEqual([]);
    mine.clear();
    expect([mine.text("c"), mine.pending("c")]).toEqual(["", []]);
    expect([theirs.text("c"), theirs.pending("c")]).toEqual(["草稿", [reply]]);
  });

  it("is taken with it, once, and comes back with a reply that failed", async () => {
    const thread = new Thread("c", api, new Drafts("me", new MemoryStorage()), nothing, "me");
    await thread.open();
    await thread.composing.add([picture("a.png")]);
    thread.composing.quote(1);
    api.fail = new ApiError(0, "network", "");
    thread.say("请看");
    await vi.advanceTimersByTimeAsync(300);
    expect(api.sent.at(-1)!.body).toMatchObject({ text: "请看", attachments: ["up-a.png"], quoted_seq: 1 });
    expect([thread.composing.files, thread.composing.quoted]).toEqual([[], null]);
    thread.takeBack(thread.pending[0]!.client_id);
    expect(thread.composing.take()).toMatchObject({ attachments: [{ id: "up-a.png" }], quoted: 1 });
    expect(thread.draft).toBe("请看");
    thread.stop();
  });

  it("is at most what one message may hold, and nothing that is too large", async () => {
    const composing = composer();
    await composing.load();
    await composing.add([picture("large.png", 2 ** 20 + 1), picture("b.png"), picture("c.png")]);
    expect(composing.files.map(({ name }) => name)).toEqual(["large.png", "b.png"]);
    expect(composing.files[0]!.error).toMatchObject({ code: "file_too_large", details: { megabytes: 1 } });
    expect(api.paths("POST")).toEqual(["/conversations/c/attachments"]);
    composing.remove(composing.files[0]!.key);
    expect(composing.ready).toBe(true);
    expect(composing.uploading).toBe(false);
  });

  it("is nothing where the platform takes no more", async () => {
    const composing = composer();
    expect(composing.open).toBe(true);
    for (const [standing, open] of [["open", true], ["template", true], ["used_up", false], ["closed", false]] as const) {
      api.limits = { ...limits, window: { ...limits.window!, standing } };
      await composing.load();
      expect(composing.open).toBe(open);
    }
  });
});

describe("signs of the moment", () => {
  it("tell at most every two and a half seconds that somebody types", async () => {
    const composing = composer();
    for (let n = 0; n < 6; n += 1) {
      composing.typed();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(api.paths("PUT")).toHaveLength(2);
  });

  it("tell a colleague as long as one reads what they have, and that it is over", async () => {
    const watching = new Watching("/conversations/c", "me", api);
    watching.follow({ ...api.conversation, agent_id: "you" });
    watching.follow({ ...api.conversation, agent_id: "you" });
    await vi.advanceTimersByTimeAsync(31_000);
    expect(api.paths("PUT")).toHaveLength(3);
    watching.follow(api.conversation);
    watching.stop();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(api.paths("PUT")).toHaveLength(3);
    expect(api.paths("DELETE")).toHaveLength(1);
  });

  it("move what the customer has read without fetching anything, and only upwards", async () => {
    const thread = new Thread("c", api, new Drafts("me", new MemoryStorage()), nothing, "me");
    await thread.open();
    const read = (seq: number) => thread.onEvent({ kind: "conversation.read", conversation_id: "c", data: { seq } } as unknown as DeskEvent);
    read(5);
    read(3);
    expect(thread.detail!.conversation.read_seq).toBe(5);
    thread.stop();
  });
});
