/** What of a list is shown. */

import type { Conversation } from "../../shared/desk";

export interface Filter {
  level: string;
  channel: string;
  scenario: string;
  team_id: string;
}

export const NO_FILTER: Filter = { level: "", channel: "", scenario: "", team_id: "" };

export function filtered(items: readonly Conversation[], filter: Filter): readonly Conversation[] {
  const fits = (wanted: string, value: string | null) => wanted === "" || wanted === value;
  return items.filter(
    ({ level, channel, scenario, team_id }) =>
      fits(filter.level, level) && fits(filter.channel, channel) && fits(filter.scenario, scenario) && fits(filter.team_id, team_id),
  );
}

/** Values worth choosing: those that occur, and the one that is chosen. */
export function offered(values: readonly (string | null)[], chosen: string): string[] {
  const all = [...values, chosen].filter((value): value is string => value !== null && value !== "");
  return [...new Set(all)].sort();
}

export function isFiltered({ level, channel, scenario, team_id }: Filter): boolean {
  return level + channel + scenario + team_id !== "";
}
