import { describe, expect, it } from "vitest";
import type { Api } from "../../src/desk/api";
import { Assigned, secondsLeft } from "../../src/desk/model/assigned";
import { auditQuery, exportAddress, NO_AUDIT_FILTER } from "../../src/desk/model/audit";
import { targets } from "../../src/desk/model/transfer";
import { details } from "../../src/desk/ui/event-words";
import { columns, HEIGHT, isNamed, WIDTH } from "../../src/desk/ui/plot-shapes";
import { dictionaries, locale } from "../../src/desk/i18n";
import { EVENT_KINDS } from "../../src/shared/audit";
import type { Agent, Conversation, DeskEvent } from "../../src/shared/desk";

const waiting = (id: string, agent_id: string | null, answer_by = "2026-11-21T09:30:00Z") =>
  ({ id, assignment: agent_id ? { agent_id, answer_by } : null }) as Conversation;

function assigned() {
  const rung: string[] = [];
  const sent: string[] = [];
  const api = { send: (_method: string, path: string) => Promise.resolve(void sent.push(path)) };
  return { rung, sent, own: new Assigned(api as unknown as Api, "me", ({ id }) => rung.push(id)) };
}

describe("what is given to oneself", () => {
  it("rings once, also for what was there before, and not for what is given to others", () => {
    const { own, rung } = assigned();
    own.see([waiting("a", "me"), waiting("b", "li"), waiting("c", null)]);
    own.see([waiting("a", "me"), waiting("d", "me")]);
    expect([rung, own.items.map(({ id }) => id)]).toEqual([["a", "d"], ["a", "d"]]);
  });

  it("rings again where the same conversation is given again", () => {
    const { own, rung } = assigned();
    own.see([waiting("a", "me")]);
    own.see([]);
    own.see([waiting("a", "me", "2026-11-21T10:00:00Z")]);
    expect(rung).toEqual(["a", "a"]);
  });

  it("is taken by a claim or refused, and leaves the list either way", async () => {
    const { own, sent } = assigned();
    own.see([waiting("a", "me"), waiting("b", "me")]);
    await own.take("a");
    await own.refuse("b");
    expect([sent, own.items]).toEqual([["/conversations/a/claim", "/conversations/b/refuse"], []]);
  });

  it("counts down and stops at nothing", () => {
    const now = Date.parse("2026-11-21T09:29:30.500Z");
    expect([secondsLeft("2026-11-21T09:30:00Z", now), secondsLeft("2026-11-21T09:00:00Z", now)]).toEqual([30, 0]);
  });
});

describe("to whom a conversation can be passed", () => {
  const agent = (id: string, state: Agent["state"], load = 0, capacity = 4, more = {}) =>
    ({ id, state, load, capacity, active: true, role: "agent", ...more }) as Agent;

  it("is grouped by who is there, the least loaded for their capacity first", () => {
    const all = [
      ...[agent("me", "available"), agent("half", "available", 2), agent("free", "available"), agent("big", "available", 2, 8)],
      ...[agent("busy", "busy"), agent("away", "away"), agent("off", null)],
      ...[agent("gone", null, 0, 4, { active: false }), agent("designer", "available", 0, 4, { role: "designer" })],
    ];
    const { on, busy, off } = targets(all, "me");
    const ids = (agents: Agent[]) => agents.map(({ id }) => id);
    expect([ids(on), ids(busy), ids(off)]).toEqual([["free", "big", "half"], ["busy", "away"], ["off"]]);
  });
});

describe("the audit filter", () => {
  it("leaves out what is empty and tells local times in UTC", () => {
    expect(auditQuery(NO_AUDIT_FILTER)).toEqual({});
    const query = auditQuery({ ...NO_AUDIT_FILTER, kind: "note.added", since: "2026-11-21T09:30", until: "nonsense" });
    expect(query).toEqual({ kind: "note.added", since: new Date("2026-11-21T09:30").toISOString() });
  });

  it("makes the address of the file", () => {
    expect(exportAddress(NO_AUDIT_FILTER)).toBe("/api/v1/audit/export");
    expect(exportAddress({ ...NO_AUDIT_FILTER, case: "TS 1&2" })).toBe("/api/v1/audit/export?case=TS+1%262");
  });

  it("offers every kind once, and each has a name", () => {
    expect(new Set(EVENT_KINDS).size).toBe(EVENT_KINDS.length);
    for (const texts of Object.values(dictionaries)) {
      const named = Object.keys(texts).filter((key) => key.startsWith("event.") && key !== "event.other");
      expect(named.sort()).toEqual(EVENT_KINDS.map((kind) => `event.${kind}`).sort());
    }
  });
});

describe("an event's details", () => {
  it("are words, names of people and lists put into words one by one", () => {
    locale.language = "zh-Hans";
    const data = { agent: "7", role: "supervisor", scenarios: "media, vip", seq: 3, message_id: "m", note: "" };
    const found = details({ data } as unknown as DeskEvent, new Map([["7", "李姐"]]));
    expect(found.map(({ key }) => key)).toEqual(["agent", "role", "scenarios"]);
    expect(found.map(({ value }) => value)).toEqual(["李姐", "主管", "媒体曝光、重要客户"]);
  });
});

describe("the columns of a plot", () => {
  it("fill the height by their share of the highest and the width evenly", () => {
    const [low, high, none] = columns([{ label: "a", count: 1 }, { label: "b", count: 2 }, { label: "c", count: 0 }]);
    expect(high!.height).toBeCloseTo(2 * low!.height);
    expect(low!.y + low!.height).toBeCloseTo(high!.y + high!.height);
    expect(high!.y).toBeGreaterThan(0);
    expect([none!.height, none!.x + none!.width < WIDTH, low!.y < HEIGHT]).toEqual([0, true, true]);
  });

  it("are all named where there are few, and every third where there are many", () => {
    expect([isNamed(1, 6), isNamed(1, 24), isNamed(3, 24)]).toEqual([true, false, true]);
  });
});
