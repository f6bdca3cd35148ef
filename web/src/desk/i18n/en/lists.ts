import type { lists as zh } from "../zh/lists";

export const lists: Record<keyof typeof zh, string> = {
  "callback.tab": "Calls",
  "callback.empty": "Nobody has to be called back.",
  "callback.open": "Open the conversation of {number}, to be called at {time}",
  "callback.due": "due now",
  "callback.missed": "missed",
  "callback.done": "Called",
  "callback.done_of": "{time} {number}: called",
  "filter.level": "Level",
  "filter.channel": "Channel",
  "filter.scenario": "Scenario",
  "filter.team_id": "Team",
  "filter.clear": "Clear filters",
  "filter.none": "No conversation fits these filters.",
};
