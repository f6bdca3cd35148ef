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
  missing: string[];
}

export const MAX_NOTE = 2000;

/** `next`: the code of what to say next, if any fits. */
export interface CannedList {
  items: Canned[];
  next: string | null;
}
