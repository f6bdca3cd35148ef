/** The desk's API, as `docs/desk-api.md` fixes it. */

import type { Brief } from "./brief";
import type { Author, ChatAttachment, QuickReply } from "./chat";
import type { Given, Placement } from "./people";

export type * from "./brief";
export { ANGER, CAUSES, INTENTS, SCENARIOS, SHOWN_BY, SIGNALS } from "./brief";

export type Role = "agent" | "supervisor" | "designer" | "admin";
export const ROLES: readonly Role[] = ["agent", "supervisor", "designer", "admin"];

export type Permission =
  | "read_conversations"
  | "handle_conversations"
  | "take_over"
  | "reveal"
  | "read_audit"
  | "read_figures"
  | "retry_delivery"
  | "lower_level"
  | "manage_staff";

export interface Agent {
  id: string;
  username: string;
  display_name: string;
  role: Role;
  active: boolean;
  present: boolean;
  /** Null for those who are not at the desk. */
  state: PresenceState | null;
  load: number;
  capacity: number;
  placement: Placement;
}

export type PresenceState = "available" | "busy" | "away";

export interface Session {
  agent: Agent;
  csrf: string;
  must_change_password: boolean;
  permissions: string[];
  last_event_id: number;
}

export type Owner = "bot" | "queue" | "agent" | "closed";
export type Level = "ordinary" | "major";
export type View = "waiting" | "mine" | "open" | "closed";
export const VIEWS: readonly View[] = ["waiting", "mine", "open", "closed"];

export interface Conversation {
  id: string;
  channel: string;
  language: string;
  owner: Owner;
  agent_id: string | null;
  agent_name: string | null;
  owner_version: number;
  episode: number;
  last_seq: number;
  /** The customer has read everything up to here. */
  read_seq: number;
  priority: number;
  handoff_reason: string | null;
  queued_at: string | null;
  promised_at: string | null;
  created_at: string;
  updated_at: string;
  ahead: number | null;
  /** What it is about, in the customer's words; empty where nothing complains. */
  complaint: string;
  last_text: string;
  masks: Masks;
  case_number: string | null;
  case_state: string | null;
  level: Level;
  scenario: string | null;
  anger: number;
  signals: string[];
  previous_case: PreviousCase | null;
  survey: Survey | null;
  mentioned: boolean;
  /** Words of the customer that show the strongest signal; empty where none do. */
  quote: string;
  /** For whom it waits, where it was passed to a team. */
  team_id: string | null;
  assignment: Given | null;
  /** The agent who typed it in; then nobody can be written to. */
  recorded_by: string | null;
  /** When the customer must have the decision, while the case is open. */
  due_at: string | null;
  /** Until when whoever has it has put it aside. */
  aside_until: string | null;
  /** How it was closed, while it is. */
  ended: Ending | null;
}

/** How a matter was closed at the desk, by whom and when. */
export interface Ending {
  outcome: Outcome;
  agent_id: string;
  agent_name: string | null;
  at: string;
}

export interface PreviousCase {
  id: string;
  number: string | null;
}

export interface Survey {
  asked_at: string;
  answered_at: string | null;
  answer: "satisfied" | "neutral" | "dissatisfied" | null;
  comment: string;
}

export type Delivery = "pending" | "sending" | "sent" | "delivered" | "dead" | "suppressed";
export type Failure = "unreachable" | "busy" | "window_closed" | "used_up" | "customer_gone" | "access" | "content" | "refused";
export type Masks = Record<string, string>;

export interface Message {
  id: string;
  conversation_id: string;
  seq: number;
  episode: number;
  author: Author;
  agent_id: string | null;
  agent_name: string | null;
  text: string;
  buttons: QuickReply[];
  attachments: ChatAttachment[];
  /** The message that it answers. */
  quoted_seq: number | null;
  /** The canned words that it began from. */
  canned_code: string | null;
  created_at: string;
  delivery: Delivery | null;
  /** What the last try met, in the platform's words, and what it comes to. */
  error: string | null;
  failure: Failure | null;
  masks: Masks;
}

export const FACT_NAMES = [
  "what_happened",
  "happened_at",
  "demand",
  "policy_number",
  "complainant_name",
  "contact",
  "id_number",
  "complainant_role",
  "on_behalf_of",
  "organisation",
  "product",
  "amount",
  "branch",
  "salesperson",
  "purchase_channel",
  "incident",
  "customer_id",
] as const;

export interface Fact {
  name: string;
  value: string;
  recorded_at: string;
  recorded_by: string;
  seq: number | null;
  masks: Masks;
}

export type CaseState = "draft" | "abandoned" | "filed" | "withdrawn" | "closed" | "merged";
export const CASE_STATES: readonly CaseState[] = ["draft", "abandoned", "filed", "withdrawn", "closed", "merged"];

export interface Case {
  id: string;
  conversation_id: string;
  episode: number;
  number: string | null;
  state: CaseState;
  level: Level;
  priority: number;
  created_at: string;
  updated_at: string;
  filed_at: string | null;
  ended_at: string | null;
  due_at: string | null;
  causes: string[];
  anger: number;
  facts: Fact[];
  missing: string[][];
  required: number;
}

/** A fact came to say `value`; `why` where a person changed it. */
export interface FactChange {
  name: string;
  was: string;
  value: string;
  at: string;
  by: string;
  by_name: string | null;
  seq: number | null;
  why: string;
  masks: Masks;
}

export interface CaseWithHistory {
  case: Case;
  history: FactChange[];
  attachments: ChatAttachment[];
}

export interface DeskEvent {
  id: number;
  kind: string;
  at: string;
  actor: string;
  conversation_id: string | null;
  case_id: string | null;
  data: Record<string, unknown>;
}

export interface Detail {
  conversation: Conversation;
  brief: Brief | null;
  case: Case | null;
  /** Of the matter, with the messages that they came with. */
  files: { seq: number; attachment: ChatAttachment }[];
  /** How the matter was closed. */
  ended: Ending | null;
}

export interface Items<T> {
  items: T[];
}

/** The first of a list. */
export interface Counted<T> extends Items<T> {
  total: number;
  /** At least so many: older ones were not looked at. */
  beyond?: boolean;
}

export interface Page<T> extends Items<T> {
  more: boolean;
}

export type Outcome = "resolved" | "referred" | "withdrawn" | "no_answer";
export const OUTCOMES: readonly Outcome[] = ["resolved", "referred", "withdrawn", "no_answer"];
