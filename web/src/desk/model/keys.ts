/** The desk's keys: one letter, and only while nobody types. */

export const KEYS = ["?", "/", "j", "k", "c", "r", "n", "b", "1", "2", "3", "4", "5"] as const;
export type Key = (typeof KEYS)[number];

/** The key that was meant for the desk, if any. */
export function keyOf(event: KeyboardEvent): Key | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  if (event.composedPath().some(takesKeys)) return null;
  return KEYS.find((key) => key === event.key) ?? null;
}

function takesKeys(target: EventTarget): boolean {
  const { tagName, isContentEditable } = target as HTMLElement;
  return isContentEditable || ["INPUT", "TEXTAREA", "SELECT", "DIALOG"].includes(tagName);
}

/** The conversation after (or before) the open one; the first one where none is open. */
export function neighbour(ids: readonly string[], open: string | null, step: 1 | -1): string | null {
  const at = open === null ? -1 : ids.indexOf(open);
  if (at < 0) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}
