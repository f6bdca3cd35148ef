import { describe, expect, it, vi } from "vitest";
import type { Api } from "../../src/desk/api";
import { Queue } from "../../src/desk/model/queue";
import { merged, ROWS } from "../../src/desk/model/rows";
import type { Conversation, DeskEvent, View } from "../../src/shared/desk";

const row = (id: string, extra: Partial<Conversation> = {}): Conversation =>
  ({
    ...{ id, owner: "queue", agent_id: null, owner_version: 1, last_seq: 1, priority: 1, anger: 0, mentioned: false, assignment: null },
    ...{ queued_at: "2026-11-21T06:00:00+00:00", updated_at: "2026-11-21T06:00:00+00:00" },
    ...extra,
  }) as Conversation;
const list = (items: readonly Conversation[], total = items.length) => ({ items: [...items], total, beyond: false });
const merge = (items: readonly Conversation[], fresh: readonly Conversation[], view: View, me = "me") =>
  merged(list(items), fresh, { view, me, most: ROWS, fits: () => true }).items;
const ids = (rows: readonly Conversation[]) => rows.map(({ id }) => id).join("");
const taken = { owner: "agent", owner_version: 2 } as const;

describe("a list that the feed keeps true", () => {
  it("has those who wait in the order in which they are served", () => {
    const fresh = [row("c"), row("b", { queued_at: "2026-11-21T06:00:00.5+00:00" }), row("d", { priority: 9 }), row("a")];
    expect(ids(merge([], fresh, "waiting", "me"))).toBe("dacb");
  });

  it("has the others by their last change, after those who wait", () => {
    const fresh = [row("a", { ...taken }), row("b", { ...taken, updated_at: "2026-11-21T07:00:00+00:00" }), row("c")];
    expect(ids(merge([], fresh, "open", "me"))).toBe("cba");
  });

  it("loses what no longer belongs to it, and gains what now does", () => {
    const claimed = row("a", { ...taken, agent_id: "me" });
    expect(ids(merge([row("a"), row("b")], [claimed], "waiting", "me"))).toBe("b");
    expect(ids(merge([], [claimed], "mine", "me"))).toBe("a");
    expect(ids(merge([], [claimed], "mine", "somebody"))).toBe("");
    expect(ids(merge([], [row("a", { assignment: { agent_id: "me", answer_by: "" } })], "mine", "me"))).toBe("a");
  });

  it("keeps what a row was that is newer than the feed's", () => {
    const known = row("a", { last_seq: 5, last_text: "new" });
    expect(merge([known], [row("a", { last_seq: 4, last_text: "old" })], "waiting", "me")[0]!.last_text).toBe("new");
  });

  it("keeps mentions, of which the feed does not speak", () => {
    const known = row("a", { ...taken, agent_id: "somebody", mentioned: true });
    const [now] = merge([known], [{ ...known, mentioned: false, last_seq: 2 }], "mine", "me");
    expect(now).toMatchObject({ mentioned: true, last_seq: 2 });
  });

  it("lets in only what fits", () => {
    const wanted = { view: "waiting", me: "me", most: ROWS, fits: ({ id }: Conversation) => id !== "b" } as const;
    expect(ids(merged(list([row("a")]), [row("b"), row("c")], wanted).items)).toBe("ac");
  });

  it("is as long as it was asked for, and counts what it knows in full", () => {
    const wanted = { view: "waiting", me: "me", most: 2, fits: () => true } as const;
    const now = merged(list([row("a"), row("b")]), [row("c")], wanted);
    expect([ids(now.items), now.total]).toEqual(["ab", 3]);
    expect(merged(now, [row("d")], wanted).total).toBe(3);
  });
});

describe("the list of the desk", () => {
  const views: Record<View, Conversation[]> = { waiting: [row("a"), row("b")], mine: [], open: [row("a")], closed: [] };
  const setUp = async (waiting = views.waiting) => {
    const reads: Record<string, unknown>[] = [];
    const api: Api = {
      get: <T>(_: string, query: Record<string, unknown> = {}) => {
        reads.push(query);
        const all = query["view"] === "waiting" ? waiting : views[query["view"] as View];
        const found = all.filter(({ channel }) => query["channel"] === undefined || query["channel"] === channel);
        return Promise.resolve(list(found.slice(0, query["limit"] as number), found.length) as T);
      },
      send: () => Promise.reject(new Error("unused")),
    };
    const queue = new Queue(api, "me", () => undefined);
    await queue.load();
    const first = reads.splice(0).map(({ view }) => view);
    return { queue, reads, first };
  };

  it("reads what it shows and what it counts, each once", async () => {
    expect((await setUp()).first).toEqual(["waiting", "mine"]);
  });

  it("asks the server for what fits, and goes on counting the whole", async () => {
    const { queue, reads } = await setUp([row("a"), row("b", { channel: "line" })]);
    queue.narrow({ channel: "line" });
    await vi.waitFor(() => expect(ids(queue.items)).toBe("b"));
    expect(reads.at(-1)).toEqual({ view: "waiting", limit: ROWS, channel: "line" });
    queue.onRows([row("c", { channel: "web" }), row("d", { channel: "line" })]);
    expect([ids(queue.items), queue.total.count, queue.count("waiting")]).toEqual(["bd", 2, 4]);
    queue.narrow({ channel: "" });
    expect(ids(queue.items)).toBe("abcd");
  });

  it("shows more of a long list on demand, and says how long it is", async () => {
    const { queue } = await setUp(Array.from({ length: ROWS + 1 }, (_, at) => row(String(at).padStart(3, "0"))));
    expect([queue.items.length, queue.total.count, queue.more]).toEqual([ROWS, ROWS + 1, true]);
    await queue.showMore();
    expect([queue.items.length, queue.more]).toEqual([ROWS + 1, false]);
  });

  it("has what the reader put aside after the rest of their own, and in its place in every other list", async () => {
    const { queue } = await setUp();
    const mine = { ...taken, agent_id: "me" };
    const rows = [row("a", { ...mine, aside_until: "2999-01-01T00:00:00Z" }), row("b", mine), row("c", { owner: "bot" })];
    queue.show("mine");
    queue.onRows(rows);
    expect(ids(queue.items)).toBe("ba");
    expect([queue.count("mine"), queue.aside]).toEqual([1, 1]);
    queue.show("open");
    await vi.waitFor(() => expect(queue.loading).toBe(false));
    queue.onRows(rows);
    expect(ids(queue.items)).toBe("abc");
  });

  it("takes rows from the feed without asking again", async () => {
    const { queue, reads } = await setUp();
    queue.onRows([row("a", { ...taken, agent_id: "me" })]);
    expect([queue.count("waiting"), queue.count("mine"), ids(queue.items)]).toEqual([1, 1, "b"]);
    expect(reads).toEqual([]);
  });

  it("forgets a view that is left, and reads it anew", async () => {
    const { queue } = await setUp();
    queue.show("open");
    await vi.waitFor(() => expect(ids(queue.items)).toBe("a"));
    queue.show("mine");
    queue.onRows([row("z")]);
    queue.show("open");
    expect(queue.loading).toBe(true);
    await vi.waitFor(() => expect(ids(queue.items)).toBe("a"));
  });

  it("asks again where it is named itself, and where it has looked", async () => {
    vi.useFakeTimers();
    const { queue, reads } = await setUp();
    const event = (kind: string, actor: string, data = {}) => ({ kind, actor, data, conversation_id: "a" }) as unknown as DeskEvent;
    queue.onEvent(event("note.added", "agent:x", { mentions: ["somebody"] }));
    queue.onEvent(event("message.recorded", "customer"));
    await vi.advanceTimersByTimeAsync(500);
    expect(reads).toEqual([]);
    queue.onEvent(event("note.added", "agent:x", { mentions: ["me"] }));
    queue.onEvent(event("note.seen", "agent:me"));
    await vi.advanceTimersByTimeAsync(500);
    expect(reads.map(({ view }) => view)).toEqual(["waiting", "mine"]);
    vi.useRealTimers();
  });
});
