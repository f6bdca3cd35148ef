/** Words within the open conversation. The browser's own search does not see what is not drawn. */

import type { Message } from "../../shared/desk";
import type { Note } from "../../shared/notes";
import { masked } from "../ui/tokens";
import { Observable } from "./observable";
import { cutAt } from "./search";

/** Messages that are fetched between two looks, so that a long transcript neither waits nor floods the server. */
const STEP = 200;

/** The part of a thread that this needs. */
export interface Findable {
  readonly total: number;
  message(seq: number): Message | undefined;
  readonly notes: { below(seq: number, isLast: boolean): readonly Note[] };
  need(from: number, to?: number): Promise<void>;
  jump(seq: number, words?: readonly string[], note?: string): void;
}

/** A message with the words, or a note that stands beside it. */
export interface Hit {
  seq: number;
  note?: string;
  places: readonly string[];
}

export class Finding extends Observable {
  busy = false;
  /** Messages and notes with the words, the newest first. */
  hits: readonly Hit[] = [];
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
    const found: Hit[] = [];
    for (let seq = to; seq >= from; seq -= 1) found.push(...this.#hitsAt(seq));
    const first = this.hits.length === 0 && found.length > 0;
    this.hits = [...this.hits, ...found];
    if (first) this.#show();
    else this.changed();
  }

  /** The message, and the notes around it as they are read from below. */
  #hitsAt(seq: number): Hit[] {
    const { notes, total } = this.#thread;
    const message = this.#thread.message(seq);
    const noted = (list: readonly Note[]) => list.map((note) => ({ seq, note: note.id, places: placesIn(note, this.#spelt) })).reverse();
    const said = message ? [{ seq, places: placesIn(message, this.#spelt) }] : [];
    const all: Hit[] = [...noted(notes.below(seq, seq === total)), ...said, ...(seq === 1 ? noted(notes.below(0, false)) : [])];
    return all.filter(({ places }) => places.length > 0);
  }

  #show(): void {
    const hit = this.hits[this.at];
    if (hit) this.#thread.jump(hit.seq, hit.places, hit.note);
    this.changed();
  }
}

/** The words as the text spells them, once for every place. `spelt`: the same words in several scripts. */
export function placesIn({ text, masks }: Pick<Message, "text" | "masks">, spelt: readonly string[]): string[] {
  return cutAt(masked(text, masks), spelt).filter((_, index) => index % 2 === 1);
}
