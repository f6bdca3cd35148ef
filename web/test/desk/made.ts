/** A desk, a conversation and a thread for tests that render parts of the page. */

import type { HttpApi } from "../../src/desk/api";
import { Desk } from "../../src/desk/model/desk";
import { Thread } from "../../src/desk/model/thread";
import { Drafts } from "../../src/desk/model/drafts";
import type { Brief, Case, Conversation, Ending, Message, Session } from "../../src/shared/desk";
import { MemoryStorage } from "../../src/shared/storage";

const AT = "2026-11-21T06:00:00+00:00";
/** What the server answers where a test does not say: lists without anything. */
const NOTHING = {
  ...{ items: [], more: false, total: 0, window: null, files: null, quotes: true, teams: [] },
  ...{ into: null, why: "", merged: [], group: null, members: [], similar: [] },
};

export function madeDesk(permissions = ["read_conversations", "handle_conversations"]): { desk: Desk; sent: unknown[][] } {
  const sent: unknown[][] = [];
  const api = {
    get: () => Promise.resolve(NOTHING),
    send: (...call: unknown[]) => {
      sent.push(call);
      return Promise.resolve({});
    },
  } as unknown as HttpApi;
  const agent = { id: "me", username: "wangmin", display_name: "王敏", role: "agent" };
  const desk = new Desk(api, { agent, csrf: "", must_change_password: false, permissions, last_event_id: 0 } as unknown as Session);
  return { desk, sent };
}

export function madeThread(desk: Desk, extra: Partial<Conversation> = {}, more: { brief?: Brief; case?: Case; ended?: Ending } = {}): Thread {
  const thread = new Thread("c1", desk.api, new Drafts("me", new MemoryStorage()), () => undefined, "me");
  thread.detail = { conversation: conversation(extra), brief: more.brief ?? null, case: more.case ?? null, files: [], ended: more.ended ?? null };
  return thread;
}

export function conversation(extra: Partial<Conversation> = {}): Conversation {
  return {
    ...{ id: "c1", channel: "web", language: "zh-Hans", owner: "queue", agent_id: null, agent_name: null, owner_version: 1, episode: 1 },
    ...{ last_seq: 3, read_seq: 0, priority: 40, handoff_reason: "customer_asked", queued_at: AT, promised_at: null, created_at: AT },
    ...{ updated_at: AT, ahead: 0, complaint: "住院费不赔，打[手机号1]", last_text: "好的", masks: { "[手机号1]": "138****8000" } },
    ...{ case_number: null, case_state: "draft", level: "ordinary", scenario: null, anger: 0, signals: [], previous_case: null },
    ...{ survey: null, mentioned: false, quote: "", team_id: null, assignment: null, recorded_by: null, due_at: null, aside_until: null, ended: null },
    ...extra,
  };
}

export function message(extra: Partial<Message> = {}): Message {
  return {
    ...{ id: "m1", conversation_id: "c1", seq: 1, episode: 1, author: "customer", agent_id: null, agent_name: null, text: "你们凭什么拒赔" },
    ...{ buttons: [], attachments: [], quoted_seq: null, canned_code: null, created_at: AT, delivery: null, error: null, failure: null, masks: {} },
    ...extra,
  };
}

export function brief(extra: Partial<Brief> = {}): Brief {
  return {
    ...{ emotion: "heated", risk: "major", responsibility: "open", rationality: "issue_focused", demand: "赔付住院费", facts: [] },
    ...{ missing: [["happened_at"]], signals: [], reasons: [], said: [{ seq: 2, author: "bot" as const, agent_name: null, text: "您的心情我理解" }], avoid: [], scenario: "media", why: [] },
    ...{ anger: { course: [1, 4], latest: 4, peak: 4, rising: true }, causes: ["claim"], do: [], do_not: [], earlier_cases: [] },
    ...{ heard: [], round: 1, corrections: [], callback: null, masks: {} },
    ...extra,
  };
}
