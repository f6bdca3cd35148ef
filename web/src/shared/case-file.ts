/** The case file, as `docs/desk-api.md` fixes it. */

import type { ChatAttachment } from "./chat";
import type { Case, DeskEvent, FactChange, Message } from "./desk";

export interface CaseFile {
  case: Case;
  /** By a person; the rest the assistant has judged. */
  decided: ("level" | "cause")[];
  history: FactChange[];
  attachments: ChatAttachment[];
  messages: Message[];
  /** Null for those who may not read the audit trail. */
  events: DeskEvent[] | null;
  /** Personal values in clear text by token, where they were asked for. */
  values: Record<string, string>;
  made_at: string;
  made_by: string;
}
