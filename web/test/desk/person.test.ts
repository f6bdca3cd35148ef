import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Api } from "../../src/desk/api";
import { keyOf, neighbour, switchKeys } from "../../src/desk/model/keys";
import { OwnPresence } from "../../src/desk/model/presence";
import { MemoryStorage } from "../../src/shared/storage";

beforeEach(() => {
  vi.unstubAllGlobals();
  vi.stubGlobal("window", { localStorage: new MemoryStorage() });
});

describe("the desk's keys", () => {
  const press = (key: string, target: object, more: object = {}) =>
    ({ key, composedPath: () => [target], ...more }) as unknown as KeyboardEvent;

  it("count while nobody types, and alone", () => {
    expect(keyOf(press("j", { tagName: "DIV" }))).toBe("j");
    expect(keyOf(press("q", { tagName: "DIV" }))).toBeNull();
    expect(keyOf(press("c", { tagName: "DIV" }, { ctrlKey: true }))).toBeNull();
    for (const tagName of ["TEXTAREA", "INPUT", "SELECT", "DIALOG"]) expect(keyOf(press("j", { tagName }))).toBeNull();
  });

  it("are silent for who has switched them off", () => {
    switchKeys(false);
    expect([keyOf(press("j", { tagName: "DIV" })), keyOf(press("?", { tagName: "DIV" }))]).toEqual([null, null]);
    switchKeys(true);
    expect(keyOf(press("j", { tagName: "DIV" }))).toBe("j");
  });

  it("go through the list without leaving it", () => {
    const ids = ["a", "b"];
    expect([neighbour(ids, null, 1), neighbour(ids, "a", 1), neighbour(ids, "b", 1)]).toEqual(["a", "b", "b"]);
    expect([neighbour(ids, "a", -1), neighbour(ids, "elsewhere", 1), neighbour([], null, 1)]).toEqual(["a", "a", null]);
  });
});

describe("one's own state", () => {
  it("is told at once, repeated, and kept for the next time", async () => {
    vi.useFakeTimers();
    const told: unknown[] = [];
    const api = { send: (_m: string, _p: string, body: { state: string }) => Promise.resolve(void told.push(body.state)) };
    const presence = new OwnPresence(api as unknown as Api);
    presence.start();
    await vi.advanceTimersByTimeAsync(0);
    presence.state = "away";
    await vi.advanceTimersByTimeAsync(20_000);
    presence.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual(["available", "away", "away"]);
    expect(new OwnPresence(api as unknown as Api).state).toBe("away");
    vi.useRealTimers();
  });

  it("is told in the order in which it was chosen, however slow the line", async () => {
    const answers: (() => void)[] = [];
    const told: unknown[] = [];
    const send = (_m: string, _p: string, { state }: { state: string }) => {
      told.push(state);
      return new Promise<void>((resolve) => answers.push(resolve));
    };
    const presence = new OwnPresence({ send } as unknown as Api);
    presence.state = "busy";
    await Promise.resolve();
    presence.state = "available";
    await Promise.resolve();
    expect(told).toEqual(["busy"]);
    answers[0]?.();
    await new Promise((done) => setTimeout(done));
    expect(told).toEqual(["busy", "available"]);
  });
});
