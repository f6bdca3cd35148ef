import { describe, expect, it, vi } from "vitest";
import { ApiError, type Api } from "../../src/desk/api";
import { Drafts } from "../../src/desk/model/drafts";
import { Notebook } from "../../src/desk/model/notebook";
import { cannedFor, peopleFor } from "../../src/desk/model/suggest";
import type { Agent, DeskEvent } from "../../src/shared/desk";
import type { Canned } from "../../src/shared/notes";
import { MemoryStorage } from "../../src/shared/storage";

const items: Canned[] = [
  { code: "greet", title: { zh: "接手问候", en: "Taking over" }, scenarios: [], text: "李静您好", said: false },
  { code: "filed", title: { zh: "告知编号", en: "Number" }, scenarios: [], text: "编号QT20261121-0001", said: true },
];
const canned = { items, next: null };
const agent = (id: string, username: string, display_name: string, active = true) =>
  ({ id, username, display_name, active }) as Agent;
const staff = [agent("1", "wangmin", "王敏"), agent("2", "zhaoli", "赵丽"), agent("3", "gone", "王去", false)];

describe("what the composer offers", () => {
  it("begins with what fits now and ends with what was said", () => {
    const more: Canned[] = [...items, { ...items[0]!, code: "wait" }, { ...items[0]!, code: "goodbye" }];
    const order = (next: string | null) => cannedFor("/", { items: more.map((one) => ({ ...one, said: one.code === "greet" })), next }, "zh").map(({ key }) => key);
    expect(order(null)).toEqual(["filed", "wait", "goodbye", "greet"]);
    expect(order("goodbye")).toEqual(["goodbye", "filed", "wait", "greet"]);
  });

  it("is canned words after a slash where a word begins, with what stands before it", () => {
    expect(cannedFor("您好。/编号", canned, "zh").map(({ text }) => text)).toEqual(["您好。编号QT20261121-0001"]);
    expect(cannedFor("Hello /gre", canned, "en")[0]!.text).toBe("Hello 李静您好");
    expect(cannedFor("理赔/退保", canned, "zh")).toEqual([]);
    expect(cannedFor("https://", canned, "zh")).toEqual([]);
    expect(cannedFor("/", canned, "zh").map(({ title }) => title)).toEqual(["接手问候", "告知编号"]);
    expect(cannedFor("/编号", canned, "en").map(({ title }) => title)).toEqual(["Number"]);
    expect(cannedFor("/gre", canned, "zh")[0]!.text).toBe("李静您好");
    expect(cannedFor("1/2", canned, "zh")).toEqual([]);
    expect(cannedFor("/greet you", canned, "zh")).toEqual([]);
  });

  it("is colleagues after an @, by user name or by name, not oneself", () => {
    expect(peopleFor("请@", staff, "1").map(({ key }) => key)).toEqual(["2"]);
    expect(peopleFor("请@王", staff, "9")[0]!.text).toBe("请@wangmin ");
    expect(peopleFor("mail a@w", staff, "9")).toEqual([]);
    expect(peopleFor("@wangmin 看", staff, "9")).toEqual([]);
  });
});

class FakeApi implements Api {
  sent: { text: string; client_id: string }[] = [];
  reads: string[] = [];
  languages: (string | undefined)[] = [];
  fail = false;

  get<T>(path: string, query: { language?: string } = {}): Promise<T> {
    this.reads.push(path);
    this.languages.push(query.language);
    return Promise.resolve({ ...(path === "/canned" ? { language: query.language ?? "zh-Hans", items: canned, next: "greet" } : { items: [] }) } as T);
  }

  send<T>(_method: string, _path: string, body: object = {}): Promise<T> {
    const note = body as { text: string; client_id: string };
    this.sent.push(note);
    if (this.fail) return Promise.reject(new ApiError(0, "network", ""));
    return Promise.resolve({ ...note, id: note.client_id, after_seq: 1 } as T);
  }
}

const spoken = (author: string) => ({ kind: "message.recorded", conversation_id: "c", data: { author } }) as unknown as DeskEvent;

describe("notes", () => {
  it("keep the draft and the id until the server has them", async () => {
    const api = new FakeApi();
    const notes = new Notebook("c", api, new Drafts("me", new MemoryStorage()), () => undefined);
    notes.draft = "看看";
    api.fail = true;
    await notes.write("看看");
    expect(notes.draft).toBe("看看");
    api.fail = false;
    await notes.write("看看");
    expect([notes.draft, notes.items.length]).toEqual(["", 1]);
    await notes.write("再看看");
    expect(api.sent[0]!.client_id).toBe(api.sent[1]!.client_id);
    expect(api.sent[1]!.client_id).not.toBe(api.sent[2]!.client_id);
  });

  it("fetch canned words once, and again after the case has changed or an agent has spoken", async () => {
    vi.useFakeTimers();
    const api = new FakeApi();
    const notes = new Notebook("c", api, new Drafts("me", new MemoryStorage()), () => undefined);
    await notes.loadCanned();
    await notes.loadCanned();
    notes.onEvent({ kind: "case.filed", conversation_id: "other" } as DeskEvent);
    await vi.runAllTimersAsync();
    expect(api.reads).toEqual(["/canned"]);
    notes.onEvent({ kind: "case.filed", conversation_id: "c" } as DeskEvent);
    notes.onEvent({ kind: "signal.found", conversation_id: "c" } as DeskEvent);
    await vi.runAllTimersAsync();
    expect(api.reads).toEqual(["/canned", "/canned"]);
    for (const author of ["customer", "agent"]) notes.onEvent(spoken(author));
    await vi.runAllTimersAsync();
    expect(api.reads).toHaveLength(3);
    vi.useRealTimers();
  });

  it("keep the canned words in sight while others are fetched, and never show another language", async () => {
    vi.useFakeTimers();
    const api = new FakeApi();
    const notes = new Notebook("c", api, new Drafts("me", new MemoryStorage()), () => undefined);
    const first = notes.loadCanned();
    notes.writeIn("en"); // While the first answer is on its way.
    await first;
    await vi.runAllTimersAsync();
    expect(notes.canned?.language).toBe("en");
    notes.onEvent({ kind: "case.filed", conversation_id: "c" } as DeskEvent);
    expect(notes.canned).not.toBeNull();
    notes.writeIn("zh-Hant");
    expect(notes.canned).toBeNull();
    await vi.runAllTimersAsync();
    expect(notes.canned).toMatchObject({ language: "zh-Hant" });
    expect(api.languages).toEqual([undefined, "en", "zh-Hant", "zh-Hant"]);
    vi.useRealTimers();
  });
});
