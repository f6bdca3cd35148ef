/** Words within the open conversation. The browser's own search does not see what is not drawn. */

import type { Message } from "../../shared/desk";
import { masked } from "../ui/tokens";
import { Observable } from "./observable";
import { cutAt } from "./search";

/** Messages that are fetched between two looks, so that a long transcript neither waits nor floods the server. */
const STEP = 200;

/** The part of a thread that this needs. */
export interface Findable {
  readonly total: number;
  message(seq: number): Message | undefined;
  need(from: number, to?: number): Promise<void>;
  jump(seq: number, words?: readonly string[]): void;
}

export class Finding extends Observable {
  busy = false;
  /** Messages with the words, the newest first. */
  hits: readonly number[] = [];
  /** The place among them that is shown. */
  at = 0;
  readonly #thread: Findable;
  readonly #spell: (text: string) => Promise<readonly string[]>;
  #words = "";
  #spelt: readonly string[] = [];
  /** Of several searches only the last one counts. */
  #asked = 0;

  /** `spell` gives the words in Simplified and Traditional Chinese. */
  constructor(thread: Findable, spell: (text: string) => Promise<readonly string[]>) {
    super();
    this.#thread = thread;
    this.#spell = spell;
  }

  /** From the newest message back; the first place is shown as soon as it is found. */
  async look(text: string): Promise<void> {
    const asked = ++this.#asked;
    [this.#words, this.hits, this.at] = [text.trim(), [], 0];
    this.busy = this.#words !== "";
    this.changed();
    const spelt = this.busy ? await this.#spell(this.#words) : [];
    if (asked !== this.#asked) return;
    this.#spelt = spelt;
    for (let to = this.#thread.total; to > 0 && this.busy; to -= STEP) {
      const from = Math.max(1, to - STEP + 1);
      await this.#thread.need(from, to);
      if (asked !== this.#asked) return;
      this.#add(from, to);
    }
    this.busy = false;
    this.changed();
  }

  get words(): string {
    return this.#words;
  }

  /** To an older place (1) or a newer one (-1), round and round. */
  step(by: 1 | -1): void {
    const { length } = this.hits;
    if (length === 0) return;
    this.at = (this.at + by + length) % length;
    this.#show();
  }

  #add(from: number, to: number): void {
    const found: number[] = [];
    for (let seq = to; seq >= from; seq -= 1) {
      const message = this.#thread.message(seq);
      if (message && placesIn(message, this.#spelt).length > 0) found.push(seq);
    }
    const first = this.hits.length === 0 && found.length > 0;
    this.hits = [...this.hits, ...found];
    if (first) this.#show();
    else this.changed();
  }

  #show(): void {
    const seq = this.hits[this.at];
    const message = seq === undefined ? undefined : this.#thread.message(seq);
    if (seq !== undefined && message) this.#thread.jump(seq, placesIn(message, this.#spelt));
    this.changed();
  }
}

/** The words as the message spells them, once for every place. `spelt`: the same words in several scripts. */
export function placesIn({ text, masks }: Pick<Message, "text" | "masks">, spelt: readonly string[]): string[] {
  return cutAt(masked(text, masks), spelt).filter((_, index) => index % 2 === 1);
}
