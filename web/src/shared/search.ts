/** Looking for conversations, as `docs/desk-api.md` fixes it. */

import type { CaseState, Level, Masks } from "./desk";

/** Where it stands; `seq` is the message to go to. */
export interface Place {
  where: "number" | "message" | "note" | "fact" | "correction" | "merge" | "callback" | "file" | "group" | "value";
  at: string;
  seq: number | null;
  name: string;
  text: string;
  masks: Masks;
}

export interface SearchResult {
  conversation_id: string;
  case_id: string | null;
  case_number: string | null;
  case_state: CaseState | null;
  level: Level;
  places: Place[];
}

/** `words`: in all the spellings that were looked for. */
export interface SearchResults {
  items: SearchResult[];
  more: boolean;
  words: string[];
}
