/** What of a list is asked for, and whether a row that the feed brings belongs to it. */

import type { Conversation } from "../../shared/desk";

/** Named as the API's parameters; an empty value asks for nothing. */
export const FILTERS = ["level", "channel", "scenario", "signal", "anger", "agent_id", "team_id", "language", "overdue"] as const;
export type Field = (typeof FILTERS)[number];
export type Filter = Readonly<Record<Field, string>>;

export const NO_FILTER = Object.fromEntries(FILTERS.map((field) => [field, ""])) as Filter;

export function isFiltered(filter: Filter): boolean {
  return FILTERS.some((field) => filter[field] !== "");
}

export function fits(row: Conversation, filter: Filter, now = Date.now()): boolean {
  const same = (["level", "channel", "scenario", "agent_id", "team_id", "language"] as const).every((field) => filter[field] === "" || filter[field] === row[field]);
  return (
    same &&
    (filter.signal === "" || row.signals.includes(filter.signal)) &&
    row.anger >= Number(filter.anger) &&
    (filter.overdue === "" || (row.owner === "queue" && row.promised_at !== null && Date.parse(row.promised_at) < now))
  );
}
