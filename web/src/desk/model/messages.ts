/** The transcript as far as somebody has looked at it. Its `seq` has no gaps, so places are known unread. */

import type { Message, Page } from "../../shared/desk";
import type { Api } from "../api";

/** Messages that are fetched at once. */
export const PAGE = 50;

const OPEN_DELIVERIES = new Set(["pending", "sending", "sent"]);

export class Messages {
  /** How many there are, fetched or not. */
  total = 0;
  /** Whether it is known where the end is. */
  opened = false;
  readonly #path: string;
  readonly #api: Api;
  readonly #bySeq = new Map<number, Message>();
  /** Places of pages that are on their way. */
  readonly #loading = new Map<number, Promise<void>>();

  constructor(path: string, api: Api) {
    this.#path = path;
    this.#api = api;
  }

  /** Those that were fetched, in order. */
  get loaded(): Message[] {
    return [...this.#bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  get(seq: number): Message | undefined {
    return this.#bySeq.get(seq);
  }

  put(...messages: readonly Message[]): void {
    for (const message of messages) this.#bySeq.set(message.seq, message);
    this.#grow(Math.max(0, ...messages.map(({ seq }) => seq)));
  }

  /** It has at least so many. */
  #grow(total: number): void {
    this.total = Math.max(this.total, total);
  }

  /** The last page, of a transcript of this length. */
  async open(total: number): Promise<void> {
    this.opened = true;
    this.#grow(total);
    await this.need(total - PAGE + 1, total);
  }

  /** Fetch what is missing between these two; true where something came. */
  async need(from: number, to: number): Promise<boolean> {
    const missing = new Set<number>();
    for (let seq = Math.max(1, from); seq <= Math.min(to, this.total); seq += 1) {
      if (!this.#bySeq.has(seq)) missing.add(pageOf(seq));
    }
    await Promise.all([...missing].map((page) => this.#page(page)));
    return missing.size > 0;
  }

  /** The first of those at the end, of which news comes. */
  get near(): number {
    return Math.max(1, this.total + 1 - 2 * PAGE);
  }

  /** Where the end begins that is fetched again: at what was on its way, or with what is new. */
  get openEnd(): number {
    const { near } = this;
    const open = this.loaded.find(({ seq, delivery }) => seq >= near && delivery !== null && OPEN_DELIVERIES.has(delivery));
    return open?.seq ?? this.total + 1;
  }

  /** Fetch these again: at the end with all that follows, further back only what was fetched. */
  async renew(seqs: Iterable<number>): Promise<void> {
    const [near, pages] = [this.near, new Set<number>()];
    let from = Infinity;
    for (const seq of seqs) {
      if (seq >= near) from = Math.min(from, seq);
      else if (this.#bySeq.has(seq)) pages.add(pageOf(seq));
    }
    await Promise.all([this.#tail(from), ...[...pages].map((page) => this.#fetch(page * PAGE, PAGE))]);
  }

  async #tail(from: number): Promise<void> {
    for (let after = from - 1, more = from < Infinity; more; ) {
      const page = await this.#fetch(after, 2 * PAGE);
      const last = page.items.at(-1)?.seq ?? after;
      more = page.more && last > after;
      after = last;
    }
  }

  #page(page: number): Promise<void> {
    const under = this.#loading.get(page) ?? this.#fetch(page * PAGE, PAGE).then(() => undefined);
    this.#loading.set(page, under);
    return under.finally(() => this.#loading.delete(page));
  }

  async #fetch(after: number, limit: number): Promise<Page<Message>> {
    const page = await this.#api.get<Page<Message>>(`${this.#path}/messages`, { after, limit });
    this.put(...page.items);
    return page;
  }
}

function pageOf(seq: number): number {
  return Math.floor((seq - 1) / PAGE);
}
