/** The audit view, as `docs/desk-api.md` fixes it. */

import type { DeskEvent } from "./desk";

export interface AuditPage {
  items: DeskEvent[];
  before: number | null;
}

/** Every kind of the event log, in the order in which they are offered. */
export const EVENT_KINDS = [
  ...["owner.changed", "assignment.made", "assignment.refused", "assignment.missed", "priority.changed", "aside.set", "aside.ended"],
  ...["conversation.opened", "episode.opened", "message.recorded", "message.suppressed", "message.processed"],
  ...["message.failed", "conversation.recorded", "delivery.changed", "case.drafted", "case.fact_recorded", "case.filed", "case.changed"],
  ...["signal.found", "judgement.overruled", "survey.asked", "survey.answered", "callback.promised"],
  ...["callback.due", "callback.changed", "on_call.notified", "on_call.failed", "note.added", "note.seen"],
  ...["case.merged", "case.unmerged", "case.linked", "case.unlinked", "conversation.read", "conversation.watched"],
  ...["vault.revealed", "search.made", "case_file.made", "attachment.opened", "attachment.sent", "staff.signed_in"],
  ...["staff.sign_in_refused", "staff.signed_out", "staff.changed", "team.changed", "audit.exported"],
] as const;
