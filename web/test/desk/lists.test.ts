import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, type Api } from "../../src/desk/api";
import { Callbacks, isDue } from "../../src/desk/model/callbacks";
import { filtered, isFiltered, NO_FILTER, offered } from "../../src/desk/model/filters";
import type { Callback, Conversation, DeskEvent } from "../../src/shared/desk";

const row = (id: string, level: string, channel: string, scenario: string | null) =>
  ({ id, level, channel, scenario }) as Conversation;
const rows = [row("a", "major", "web", "media"), row("b", "ordinary", "web", null), row("c", "major", "wechat", "vip")];
const ids = (items: readonly Conversation[]) => items.map(({ id }) => id);

describe("the list's filters", () => {
  it("show what fits all of them", () => {
    expect(ids(filtered(rows, NO_FILTER))).toEqual(["a", "b", "c"]);
    expect(ids(filtered(rows, { ...NO_FILTER, level: "major" }))).toEqual(["a", "c"]);
    expect(ids(filtered(rows, { ...NO_FILTER, level: "major", channel: "web" }))).toEqual(["a"]);
    expect(ids(filtered(rows, { ...NO_FILTER, scenario: "media" }))).toEqual(["a"]);
    const passed = [...rows, { ...row("d", "ordinary", "web", null), team_id: "claims" }];
    expect(ids(filtered(passed, { ...NO_FILTER, team_id: "claims" }))).toEqual(["d"]);
  });

  it("offer what occurs, and keep what is chosen although it left the list", () => {
    expect(offered(["web", "web", null], "line")).toEqual(["line", "web"]);
    expect([isFiltered(NO_FILTER), isFiltered({ ...NO_FILTER, channel: "web" })]).toEqual([false, true]);
  });
});

const call = (id: string, at: string, state: Callback["state"] = "open") => ({ id, at, state }) as Callback;

class FakeApi implements Api {
  items: Callback[] = [call("1", "2026-11-21T06:00:00Z"), call("2", "2026-11-21T09:00:00Z")];
  refuse = false;
  reads = 0;

  get<T>(): Promise<T> {
    this.reads += 1;
    return Promise.resolve({ items: this.items } as T);
  }

  send<T>(_method: string, path: string): Promise<T> {
    if (this.refuse) return Promise.reject(new ApiError(409, "state_conflict", ""));
    this.items = this.items.filter(({ id }) => !path.includes(`/${id}/`));
    return Promise.resolve({} as T);
  }
}

describe("promised calls", () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-21T07:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  it("count those whose time has come or has passed", async () => {
    const calls = new Callbacks(new FakeApi(), () => undefined);
    await calls.load();
    expect(calls.due).toBe(1);
    expect(isDue(call("3", "2026-11-21T09:00:00Z", "missed"))).toBe(true);
  });

  it("are fetched again on an event about calls, once for a burst", async () => {
    const api = new FakeApi();
    const calls = new Callbacks(api, () => undefined);
    for (const kind of ["callback.promised", "callback.due", "message.recorded"]) calls.onEvent({ kind } as DeskEvent);
    await vi.advanceTimersByTimeAsync(200);
    expect(api.reads).toBe(1);
  });

  it("leave the list when done, and stay where the server refuses", async () => {
    const api = new FakeApi();
    const failures: unknown[] = [];
    const calls = new Callbacks(api, (error) => failures.push(error));
    await calls.done("1");
    expect(calls.items?.map(({ id }) => id)).toEqual(["2"]);
    api.refuse = true;
    await calls.done("2");
    expect([calls.items?.length, failures.length]).toEqual([1, 1]);
  });
});
