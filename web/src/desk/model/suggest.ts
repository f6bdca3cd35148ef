/** What the composer offers while one types: `/` for canned words, `@` for colleagues. */

import type { Agent } from "../../shared/desk";
import type { Canned, CannedList } from "../../shared/notes";

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

/** A slash where a word begins, and what was typed after it; at the end of the text. */
const WANTED = /(?<=^|[\s，。！？；：、])\/(\S*)$/;

export function wantsCanned(text: string): boolean {
  return WANTED.test(text);
}

/** What fits now comes first, what was said already last; between them the scenario's own before the others. */
export function cannedFor(text: string, { items, next }: Pick<CannedList, "items" | "next">, language: "zh" | "en"): Suggestion[] {
  const found = WANTED.exec(text);
  if (!found) return [];
  const wanted = (found[1] ?? "").toLowerCase();
  const before = text.slice(0, found.index);
  const rank = ({ code, said }: Canned) => (code === next ? 0 : said ? 2 : 1);
  return items
    .filter(({ code, title, text: words }) => [code, title.zh, title.en, words].some((one) => one.toLowerCase().includes(wanted)))
    .sort((a, b) => rank(a) - rank(b))
    .map(({ code, title, text: words, said }) => ({ key: code, title: title[language], hint: words, text: before + words, done: said }));
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
