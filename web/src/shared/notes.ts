/** What colleagues write to one another, and words they take into a reply. */

import type { Masks } from "./desk";

export interface Note {
  id: string;
  conversation_id: string;
  after_seq: number;
  agent_id: string;
  agent_name: string | null;
  text: string;
  masks: Masks;
  mentions: { id: string; username: string; display_name: string }[];
  created_at: string;
}

export interface Canned {
  code: string;
  title: { zh: string; en: string };
  scenarios: string[];
  text: string;
  /** An agent has said it in this matter already. */
  said: boolean;
}

/** Canned words by their name only. */
export type CannedTitle = Pick<Canned, "code" | "title">;

export const CUSTOMER_LANGUAGES = ["zh-Hans", "zh-Hant", "en"] as const;
export type CustomerLanguage = (typeof CUSTOMER_LANGUAGES)[number];

export interface CannedList {
  language: string;
  items: Canned[];
  /** The code of what fits now. */
  next: string | null;
}

export const MAX_NOTE = 2000;
