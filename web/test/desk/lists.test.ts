import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, type Api } from "../../src/desk/api";
import { Callbacks, isDue } from "../../src/desk/model/callbacks";
import { fits, isFiltered, NO_FILTER, type Filter } from "../../src/desk/model/filters";
import type { Callback, Conversation, DeskEvent } from "../../src/shared/desk";

const row = (extra: Partial<Conversation>) =>
  ({
    ...{ owner: "queue", level: "ordinary", channel: "web", language: "zh-Hans", scenario: null, signals: ["vip"], anger: 2 },
    ...{ team_id: null, agent_id: null, promised_at: "2026-11-21T06:00:00+00:00" },
    ...extra,
  }) as Conversation;
const NOW = Date.parse("2026-11-21T07:00:00Z");

describe("the list's filters", () => {
  it.each<[Partial<Filter>, Partial<Conversation>, boolean]>([
    [{}, {}, true],
    [{ level: "major" }, { level: "major" }, true],
    [{ level: "major", channel: "wechat" }, { level: "major" }, false],
    [{ scenario: "media" }, {}, false],
    [{ team_id: "claims" }, { team_id: "claims" }, true],
    [{ language: "en" }, {}, false],
    [{ agent_id: "me" }, { owner: "agent", agent_id: "me" }, true],
    [{ signal: "vip" }, {}, true],
    [{ signal: "media" }, {}, false],
    [{ anger: "2" }, {}, true],
    [{ anger: "3" }, {}, false],
    [{ overdue: "true" }, {}, true],
    [{ overdue: "true" }, { promised_at: "2026-11-21T08:00:00+00:00" }, false],
    [{ overdue: "true" }, { promised_at: null }, false],
    [{ overdue: "true" }, { owner: "bot" }, false],
  ])("%o let %o in: %s", (filter, extra, expected) => {
    expect(fits(row(extra), { ...NO_FILTER, ...filter }, NOW)).toBe(expected);
  });

  it("are on where one of them asks for something", () => {
    expect([isFiltered(NO_FILTER), isFiltered({ ...NO_FILTER, overdue: "true" })]).toEqual([false, true]);
  });
});

const call = (id: string, at: string, state: Callback["state"] = "open") => ({ id, at, state }) as Callback;

class FakeApi implements Api {
  items: Callback[] = [call("1", "2026-11-21T06:00:00Z"), call("2", "2026-11-21T09:00:00Z")];
  refuse = false;
  reads = 0;
  sent: unknown[] = [];

  get<T>(): Promise<T> {
    this.reads += 1;
    return Promise.resolve({ items: this.items } as T);
  }

  send<T>(_method: string, path: string, body?: object): Promise<T> {
    this.sent = [path, body];
    if (this.refuse) return Promise.reject(new ApiError(409, "state_conflict", ""));
    this.items = this.items.filter(({ id }) => !path.includes(`/${id}/`));
    return Promise.resolve({} as T);
  }
}

describe("promised calls", () => {
  it("are promised in a conversation; the server's refusal reaches the dialog", async () => {
    const api = new FakeApi();
    const callbacks = new Callbacks(api, () => undefined);
    await callbacks.promise("c1", "2026-11-21T08:00:00.000Z", "说明进展");
    expect(api.sent).toEqual(["/conversations/c1/callback", { at: "2026-11-21T08:00:00.000Z", note: "说明进展" }]);
    api.refuse = true;
    await expect(callbacks.promise("c1", "2026-11-21T08:00:00.000Z", "")).rejects.toBeInstanceOf(ApiError);
  });

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
