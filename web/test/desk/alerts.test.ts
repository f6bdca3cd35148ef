import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Api } from "../../src/desk/api";
import { Alerts } from "../../src/desk/model/alerts";
import type { Bell } from "../../src/desk/model/bell";
import { Unread } from "../../src/desk/model/unread";
import type { Conversation, DeskEvent } from "../../src/shared/desk";
import { MemoryStorage } from "../../src/shared/storage";

const row = (id: string, extra: Partial<Conversation> = {}) =>
  ({ id, level: "ordinary", owner: "queue", agent_id: null, last_seq: 1, ...extra }) as Conversation;
const major = (id: string, extra: Partial<Conversation> = {}) => row(id, { level: "major", ...extra });
const own = (id: string, extra: Partial<Conversation> = {}) => row(id, { owner: "agent", agent_id: "me", ...extra });
const event = (kind: string, actor: string, data = {}) => ({ kind, actor, data, conversation_id: "a" }) as unknown as DeskEvent;
const said = (seq: number) => event("message.recorded", "customer", { seq });

let here: string | null;
let rung: string[];

beforeEach(() => {
  vi.unstubAllGlobals();
  vi.stubGlobal("window", { localStorage: new MemoryStorage() });
  [here, rung] = [null, []];
});

async function setUp(open: Conversation[] = []) {
  const bell: Bell = { permit: () => Promise.resolve(false), ring: ({ title, tag }) => rung.push(`${title} ${tag}`) };
  const unread = new Unread("me", () => here);
  const alerts = new Alerts("me", unread, bell, (title, { id }) => ({ tag: id, title, body: "", open: () => undefined, urgent: true }));
  const api = { get: () => Promise.resolve({ items: open }) } as unknown as Api;
  await alerts.load(api);
  await alerts.toggle();
  return { alerts, unread, api };
}

describe("a major complaint", () => {
  it("rings once for everybody, and not where it was there before", async () => {
    const { alerts } = await setUp([major("old")]);
    alerts.see([major("old"), major("new"), row("calm")]);
    alerts.see([major("new"), major("bot", { owner: "bot" })]);
    alerts.see([major("bot")]);
    expect(rung).toEqual(["major new", "major bot"]);
  });

  it("rings whoever has it when it becomes one, and nobody else", async () => {
    const { alerts } = await setUp();
    alerts.see([major("a", { owner: "agent", agent_id: "me" }), major("b", { owner: "agent", agent_id: "li" })]);
    expect(rung).toEqual(["turned a"]);
  });

  it("rings again where it waits again", async () => {
    const { alerts } = await setUp([major("a", { owner: "agent", agent_id: "li" })]);
    alerts.see([major("a")]);
    expect(rung).toEqual(["major a"]);
  });

  it("rings where it came while the line was cut", async () => {
    const { alerts, api } = await setUp();
    vi.spyOn(api, "get").mockResolvedValue({ items: [major("a")] });
    await alerts.load(api);
    expect(rung).toEqual(["major a"]);
  });

  it("is silent unless somebody asked, and told aloud all the same", async () => {
    const { alerts } = await setUp();
    await alerts.toggle();
    alerts.see([major("a")]);
    expect([rung, alerts.news?.words]).toEqual([[], "major: "]);
  });
});

describe("what concerns the person alone", () => {
  it("rings for a transfer and for a note that names them, but not for their own acts", async () => {
    const { alerts } = await setUp();
    alerts.onEvent(event("owner.changed", "agent:li", { to: "me" }));
    alerts.settle([own("a")]);
    alerts.onEvent(event("note.added", "agent:li", { mentions: ["me"] }));
    alerts.settle([own("a")]);
    alerts.onEvent(event("owner.changed", "agent:me", { to: "me" }));
    alerts.onEvent(event("owner.changed", "agent:li", { to: "zhao" }));
    alerts.settle([own("a")]);
    expect(rung).toEqual(["transferred a", "mentioned a"]);
  });

  it("rings for the first message of an own conversation that is not looked at, once its row has come", async () => {
    const { alerts, unread } = await setUp();
    alerts.settle([own("a")]);
    unread.saw("a", 1);
    alerts.onEvent(said(2));
    alerts.settle([own("a")]);
    expect(rung).toEqual([]);
    alerts.settle([own("a", { last_seq: 2 })]);
    alerts.onEvent(said(3));
    alerts.settle([own("a", { last_seq: 3 })]);
    expect(rung).toEqual(["message a"]);
    unread.saw("a", 3);
    alerts.onEvent(said(4));
    alerts.settle([own("a", { last_seq: 4 })]);
    expect(rung).toEqual(["message a", "message a"]);
  });

  it("rings when the time has come for what they had put aside, not where somebody brought it back", async () => {
    const { alerts } = await setUp();
    alerts.settle([own("a")]);
    alerts.onEvent(event("aside.ended", "customer", { why: "customer" }));
    alerts.settle([own("a")]);
    expect(rung).toEqual([]);
    alerts.onEvent(event("aside.ended", "system", { why: "time" }));
    alerts.settle([own("a")]);
    expect(rung).toEqual(["back a"]);
  });

  it("is silent about what is before their eyes, and about others' conversations", async () => {
    const { alerts } = await setUp();
    here = "a";
    alerts.settle([own("a")]);
    alerts.onEvent(said(2));
    alerts.settle([own("a", { last_seq: 2 })]);
    here = null;
    alerts.settle([row("a", { mentioned: true })]);
    alerts.onEvent(said(3));
    alerts.settle([row("a", { last_seq: 3 })]);
    expect(rung).toEqual([]);
  });
});

describe("unread", () => {
  it("is what came after the last look, also on the next day", () => {
    const unread = new Unread("me", () => here);
    expect(unread.isUnread(own("a"))).toBe(true);
    unread.saw("a", 2);
    expect(unread.isUnread(own("a", { last_seq: 2 }))).toBe(false);
    const later = new Unread("me", () => here);
    expect([later.isUnread(own("a", { last_seq: 2 })), later.isUnread(own("a", { last_seq: 3 }))]).toEqual([false, true]);
    expect(new Unread("li", () => here).isUnread(own("a", { agent_id: "li" }))).toBe(true);
  });

  it("is nothing in others' hands", () => {
    const unread = new Unread("me", () => here);
    expect([row("a"), own("a", { agent_id: "li" })].map((one) => unread.isUnread(one))).toEqual([false, false]);
  });
});
