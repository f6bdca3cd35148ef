/** To whom a conversation can be passed, in the order in which one should think of them. */

import type { Agent } from "../../shared/desk";

export type Group = "on" | "busy" | "off";

/** Everybody who can take one, but oneself; within a group the least loaded first. */
export function targets(agents: readonly Agent[], me: string): Record<Group, Agent[]> {
  const others = agents.filter(({ id, active, role }) => id !== me && active && role !== "designer");
  const found: Record<Group, Agent[]> = { on: [], busy: [], off: [] };
  for (const agent of others.toSorted((a, b) => share(a) - share(b))) found[groupOf(agent)].push(agent);
  return found;
}

function groupOf({ state }: Agent): Group {
  if (state === null) return "off";
  return state === "available" ? "on" : "busy";
}

function share({ load, capacity }: Agent): number {
  return load / Math.max(1, capacity);
}
