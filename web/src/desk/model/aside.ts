/** Times that are chosen often when a conversation is put aside. */

const MORNING = 9;
const HOUR_MS = 3_600_000;

export interface Choice {
  name: "hour" | "tomorrow" | "monday";
  at: Date;
}

/** In an hour, tomorrow morning, on Monday morning; those after the decision is due are left out. */
export function choices(now: Date, due: string | null): Choice[] {
  const tomorrow = morning(now, 1);
  const monday = morning(now, (8 - now.getDay()) % 7 || 7);
  const all: Choice[] = [
    { name: "hour", at: new Date(now.getTime() + HOUR_MS) },
    { name: "tomorrow", at: tomorrow },
    { name: "monday", at: monday },
  ];
  const distinct = all.filter(({ name, at }) => name !== "monday" || at.getTime() !== tomorrow.getTime());
  return distinct.filter(({ at }) => due === null || at.getTime() <= Date.parse(due));
}

function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}
