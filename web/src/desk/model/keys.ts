/** The desk's keys: one letter, only while nobody types, and not for who has switched them off (WCAG 2.1.4). */

import { pageStorage } from "../../shared/storage";

const STORED = "qingting:desk:keys";
export const KEYS = ["?", "/", "j", "k", "w", "c", "r", "n", "a", "s", "z", "d", "t", "u", "x", "o", "f", "e", "b", "p", "1", "2", "3", "4", "5"] as const;
export type Key = (typeof KEYS)[number];

/** Keys that press what stands in the open conversation; without it they do nothing. */
export const PRESSES: Partial<Record<Key, string>> = {
  c: "claim",
  a: "attach",
  s: "use-words",
  z: "aside",
  d: "call",
  t: "transfer",
  u: "return",
  x: "close",
  o: "reopen",
};

export function areKeysOn(): boolean {
  return pageStorage("localStorage").getItem(STORED) !== "off";
}

export function switchKeys(on: boolean): void {
  pageStorage("localStorage").setItem(STORED, on ? "on" : "off");
}

/** The key that was meant for the desk, if any. */
export function keyOf(event: KeyboardEvent): Key | null {
  if (!areKeysOn() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
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
