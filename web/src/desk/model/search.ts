/** What was last looked for, kept while one looks at a result, and never in the address. */

import type { Items } from "../../shared/desk";
import type { SearchResults } from "../../shared/search";
import type { Api } from "../api";
import { Observable } from "./observable";

const STEP = 50;
/** What the server gives at most. */
export const MOST = 500;
/** Only Chinese is written in two scripts. */
const HAN = /\p{Script=Han}/u;

export class Search extends Observable {
  text = "";
  busy = false;
  results: SearchResults | null = null;
  /** Conversations at most. */
  limit = STEP;
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;
  /** Of several answers only that to the last question counts. */
  #asked = 0;

  constructor(api: Api, fail: (error: unknown) => void) {
    super();
    this.#api = api;
    this.#fail = fail;
  }

  /** Older ones of what is shown are on their way. */
  get isGrowing(): boolean {
    return this.busy && this.results !== null && this.limit > STEP;
  }

  look(text: string): Promise<void> {
    return this.#ask(text, STEP);
  }

  /** Older ones too; what is on screen stays until they are there. */
  older(): Promise<void> {
    return this.#ask(this.text, Math.min(this.limit + STEP, MOST));
  }

  /** The words in Simplified and Traditional Chinese; as they are where the server cannot be asked. */
  async spellings(text: string): Promise<readonly string[]> {
    if (!HAN.test(text)) return [text];
    try {
      return (await this.#api.send<Items<string>>("POST", "/search/spellings", { text })).items;
    } catch (error) {
      this.#fail(error);
      return [text];
    }
  }

  async #ask(text: string, limit: number): Promise<void> {
    const asked = ++this.#asked;
    this.text = text;
    this.limit = limit;
    this.busy = true;
    this.changed();
    try {
      const results = await this.#api.send<SearchResults>("POST", "/search", { text, limit });
      if (asked === this.#asked) this.results = results;
    } catch (error) {
      if (asked === this.#asked) this.results = null;
      this.#fail(error);
    }
    if (asked === this.#asked) this.busy = false;
    this.changed();
  }
}

/** A text cut at the words that were looked for, which are the odd pieces. */
export function cutAt(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return text.split(new RegExp(`(${pattern})`, "i"));
}
