/** The lists as the server orders them, kept true by the rows that the feed brings. */

import type { Conversation, Counted, Owner, View } from "../../shared/desk";

/** How many rows are fetched at first, and how many more each time. */
export const ROWS = 200;
/** The server gives no more. */
export const MOST_ROWS = 1000;
const OWNERS: Record<View, readonly Owner[]> = {
  waiting: ["queue"],
  mine: ["agent"],
  open: ["queue", "agent", "bot"],
  closed: ["closed"],
};

/** Which list it is, and how much of it is shown. `me`: whose. */
export interface Wanted {
  view: View;
  me: string;
  most: number;
  fits: (row: Conversation) => boolean;
}

/** The list with these rows as they are now. Only of a whole list is the total known then. */
export function merged(list: Counted<Conversation>, fresh: readonly Conversation[], wanted: Wanted): Counted<Conversation> {
  const byId = new Map(list.items.map((row) => [row.id, row]));
  for (const row of fresh) {
    const before = byId.get(row.id);
    if (before && isOlder(row, before)) continue; // It was on its way while the list was read.
    const now = { ...row, mentioned: before?.mentioned ?? false }; // The feed does not speak of one reader.
    if (belongs(now, wanted)) byId.set(row.id, now);
    else byId.delete(row.id);
  }
  const items = [...byId.values()].sort(inOrder);
  return { ...list, items: items.slice(0, wanted.most), total: isWhole(list) ? items.length : list.total };
}

export function isWhole({ items, total, beyond }: Counted<Conversation>): boolean {
  return items.length === total && !beyond;
}

function belongs(row: Conversation, { view, me, fits }: Wanted): boolean {
  if (!fits(row)) return false;
  if (view === "mine" && (row.mentioned || row.assignment?.agent_id === me)) return true;
  return OWNERS[view].includes(row.owner) && (view !== "mine" || row.agent_id === me);
}

function isOlder(row: Conversation, than: Conversation): boolean {
  return row.owner_version < than.owner_version || row.last_seq < than.last_seq;
}

/** Those who wait come first, in the order in which they are served; then whatever moved last. */
function inOrder(a: Conversation, b: Conversation): number {
  const waits = [a, b].map(({ owner }) => (owner === "queue" ? 0 : 1)) as [number, number];
  if (waits[0] !== waits[1]) return waits[0] - waits[1];
  const last = compare(a.id, b.id);
  if (waits[0] === 1) return compare(b.updated_at, a.updated_at) || last;
  return b.priority - a.priority || compare(a.queued_at ?? "", b.queued_at ?? "") || last;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
