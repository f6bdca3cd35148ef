/** The brief, what is judged, and corrections of it. */

import type { Author } from "./chat";
import type { CaseState, Fact, Level, Masks } from "./desk";

export interface Signal {
  name: string;
  score: number;
  quote: string;
  hard: boolean;
  seq: number | null;
  message_id: string | null;
  source: "words" | "record" | "person";
}

/** Why a case stands as it does. */
export interface Ground {
  code: string;
  quote: string;
  seq: number | null;
  weight: number;
}

/** Practice's advice, in the desk's languages. */
export interface Advice {
  code: string;
  zh: string;
  en: string;
}

/** What the customer was told. */
export interface Said {
  seq: number;
  author: Author;
  agent_name: string | null;
  text: string;
}

export interface EarlierCase {
  id: string;
  conversation_id: string;
  number: string | null;
  state: CaseState;
  level: Level;
  created_at: string;
}

/** What was read in one message. */
export interface Heard {
  message_id: string;
  seq: number;
  anger: number | null;
  causes: string[];
  intent: string;
}

export type Judgement = "signal" | "anger" | "cause" | "level" | "fact" | "intent";

/** What a person says about a judgement. */
export interface Overruling {
  what: Judgement;
  message_id: string | null;
  was: string;
  should_be: string;
  why: string;
  name?: string;
  quote?: string;
}

/** The same as it is kept. */
export interface Correction {
  what: Judgement;
  was: string;
  should_be: string;
  why: string;
  name: string;
  quote: string;
  message_id: string | null;
  seq: number;
  at: string;
  agent_id: string;
  agent_name: string | null;
}

export interface Callback {
  id: string;
  conversation_id: string;
  case_id: string | null;
  at: string;
  created_at: string;
  note: string;
  masks: Masks;
  state: "open" | "done" | "missed" | "cancelled";
  announced_at: string | null;
  done_by: string | null;
  case_number: string | null;
  level: Level;
}

export const SIGNALS = [
  "self_harm",
  "violence",
  "legal",
  "media",
  "influencer",
  "regulator",
  "group",
  "staff_fraud",
  "vip",
  "excessive_demand",
  "lost_patience",
  "repeat",
] as const;

export const SCENARIOS = [
  "self_harm",
  "violence",
  "litigation",
  "media",
  "regulator",
  "incitement",
  "staff_fraud",
  "vip",
  "excessive_demand",
  "lost_patience",
] as const;

/** The signals that show a scenario, as `data/policy/escalation.yml` has them. */
export const SHOWN_BY: Record<string, readonly string[]> = {
  litigation: ["legal"],
  media: ["media", "influencer"],
  incitement: ["group"],
};

export const CAUSES = [
  "claim",
  "mis_selling",
  "surrender",
  "fee",
  "service",
  "renewal",
  "policy_admin",
  "investment_return",
  "staff_fraud",
  "privacy",
  "system",
  "other",
] as const;

export const INTENTS = [
  "complain",
  "ask_how_to_complain",
  "ask_human",
  "ask_status",
  "ask_product",
  "inform",
  "affirm",
  "deny",
  "correct",
  "dont_know",
  "greet",
  "thank",
  "goodbye",
  "withdraw",
  "restart",
  "report_violation",
  "praise",
  "suggestion",
  "ask_bot",
  "change_language",
  "out_of_scope",
] as const;

export const ANGER = [0, 1, 2, 3, 4] as const;

export interface Brief {
  emotion: "calm" | "upset" | "heated";
  risk: Level;
  responsibility: "open" | "staff_suspected";
  rationality: "issue_focused" | "excessive";
  demand: string;
  facts: Fact[];
  missing: string[][];
  signals: Signal[];
  reasons: string[];
  said: Said[];
  avoid: string[];
  scenario: string | null;
  why: Ground[];
  anger: { course: number[]; latest: number; peak: number; rising: boolean };
  causes: string[];
  do: Advice[];
  do_not: Advice[];
  earlier_cases: EarlierCase[];
  heard: Heard[];
  round: number;
  corrections: Correction[];
  callback: Callback | null;
  masks: Masks;
}
