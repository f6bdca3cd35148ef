/** What the composer offers while one types: `/` for canned words, `@` for colleagues. */

import type { Agent } from "../../shared/desk";
import type { Canned } from "../../shared/notes";

export interface Suggestion {
  key: string;
  title: string;
  hint: string;
  /** It was said already. */
  done?: boolean;
  /** The whole text after choosing it. */
  text: string;
}

const MOST = 8;
/** What the server leaves where nothing is known. */
const OPEN_PLACEHOLDER = /\{(name|case_number|due)\}/;

export function wantsCanned(text: string): boolean {
  return /^\/\S*$/.test(text);
}

export function cannedFor(text: string, entries: readonly Canned[], language: "zh" | "en"): Suggestion[] {
  if (!wantsCanned(text)) return [];
  const wanted = text.slice(1).toLowerCase();
  return entries
    .filter(({ code, title, text: words }) => [code, title.zh, title.en, words].some((one) => one.toLowerCase().includes(wanted)))
    .map(({ code, title, text: words, said }) => ({ key: code, title: title[language], hint: words, text: words, done: said }));
}

/** Colleagues whose name begins like what stands between the last `@` and the end. */
export function peopleFor(text: string, agents: readonly Agent[], me: string): Suggestion[] {
  const found = /(?:^|[^A-Za-z0-9_.-])@([^\s@]*)$/.exec(text);
  if (!found) return [];
  const wanted = (found[1] ?? "").toLowerCase();
  const before = text.slice(0, text.length - wanted.length);
  return agents
    .filter(({ id, active }) => active && id !== me)
    .filter(({ username, display_name }) => [username, display_name].some((name) => name.toLowerCase().startsWith(wanted)))
    .slice(0, MOST)
    .map(({ id, username, display_name }) => ({ key: id, title: display_name, hint: `@${username}`, text: `${before}${username} ` }));
}

/** The first placeholder that nobody has filled in yet. */
export function unfilled(text: string): string | null {
  return OPEN_PLACEHOLDER.exec(text)?.[0] ?? null;
}
