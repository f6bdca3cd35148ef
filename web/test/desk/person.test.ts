import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Api } from "../../src/desk/api";
import { Alerts, type Bell } from "../../src/desk/model/alerts";
import { keyOf, neighbour } from "../../src/desk/model/keys";
import { OwnPresence } from "../../src/desk/model/presence";
import type { Conversation } from "../../src/shared/desk";
import { MemoryStorage } from "../../src/shared/storage";

const row = (id: string, level: string) => ({ id, level }) as Conversation;

beforeEach(() => {
  vi.unstubAllGlobals();
  vi.stubGlobal("window", { localStorage: new MemoryStorage() });
});

describe("a new major complaint", () => {
  const rung: string[] = [];
  const bell: Bell = { permit: () => Promise.resolve(false), ring: (title) => rung.push(title) };
  const alerts = () => new Alerts(bell, ({ id }) => ({ title: id, body: "", open: () => undefined }));
  beforeEach(() => (rung.length = 0));

  it("rings once, for those who asked for it, and not for what was there before", async () => {
    const own = alerts();
    await own.toggle();
    own.see([row("old", "major")]);
    own.see([row("old", "major"), row("new", "major"), row("calm", "ordinary")]);
    own.see([row("old", "major"), row("new", "major")]);
    expect(rung).toEqual(["new"]);
  });

  it("rings when an ordinary one becomes major", async () => {
    const own = alerts();
    await own.toggle();
    own.see([row("a", "ordinary")]);
    own.see([row("a", "major")]);
    expect(rung).toEqual(["a"]);
  });

  it("is silent unless somebody asked, and after they asked for silence", async () => {
    const own = alerts();
    own.see([]);
    own.see([row("a", "major")]);
    await own.toggle();
    await own.toggle();
    own.see([row("a", "major"), row("b", "major")]);
    expect([rung, own.on]).toEqual([[], false]);
  });
});

describe("the desk's keys", () => {
  const press = (key: string, target: object, more: object = {}) =>
    ({ key, composedPath: () => [target], ...more }) as unknown as KeyboardEvent;

  it("count while nobody types, and alone", () => {
    expect(keyOf(press("j", { tagName: "DIV" }))).toBe("j");
    expect(keyOf(press("x", { tagName: "DIV" }))).toBeNull();
    expect(keyOf(press("c", { tagName: "DIV" }, { ctrlKey: true }))).toBeNull();
    for (const tagName of ["TEXTAREA", "INPUT", "SELECT", "DIALOG"]) expect(keyOf(press("j", { tagName }))).toBeNull();
  });

  it("go through the list without leaving it", () => {
    const ids = ["a", "b"];
    expect([neighbour(ids, null, 1), neighbour(ids, "a", 1), neighbour(ids, "b", 1)]).toEqual(["a", "b", "b"]);
    expect([neighbour(ids, "a", -1), neighbour(ids, "elsewhere", 1), neighbour([], null, 1)]).toEqual(["a", "a", null]);
  });
});

describe("one's own state", () => {
  it("is told at once, repeated, and kept for the next time", () => {
    vi.useFakeTimers();
    const told: unknown[] = [];
    const api = { send: (_m: string, _p: string, body: { state: string }) => Promise.resolve(void told.push(body.state)) };
    const presence = new OwnPresence(api as unknown as Api);
    presence.start();
    presence.state = "away";
    vi.advanceTimersByTime(20_000);
    presence.stop();
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual(["available", "away", "away"]);
    expect(new OwnPresence(api as unknown as Api).state).toBe("away");
    vi.useRealTimers();
  });
});
