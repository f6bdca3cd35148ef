/** The list on the left: one view of the conversations, narrowed or not, and how many there are. */

import type { Conversation, Counted, DeskEvent, View } from "../../shared/desk";
import type { Api } from "../api";
import { Debounced } from "./debounce";
import { fits, isFiltered, NO_FILTER, type Filter } from "./filters";
import { remember, remembered } from "./looking";
import { Observable } from "./observable";
import { isWhole, merged, MOST_ROWS, ROWS } from "./rows";

type List = Counted<Conversation>;

/** Their numbers stand on the tabs, whatever is shown. */
const COUNTED: readonly View[] = ["waiting", "mine"];
const RECOUNT_MS = 15_000;

export class Queue extends Observable {
  view: View;
  filter: Filter;
  /** Those that were seen; another company may have others. */
  readonly channels = new Set<string>();
  readonly #api: Api;
  readonly #me: string;
  readonly #fail: (error: unknown) => void;
  readonly #onMine: (mine: readonly Conversation[]) => void;
  readonly #refresh = new Debounced(() => this.load());
  /** What lies beyond the shown rows changes unseen. */
  readonly #recount = new Debounced(() => this.load(), RECOUNT_MS);
  #counted: Partial<Record<View, List>> = {};
  #shown: List | null = null;
  #most = ROWS;
  #asked = 0;

  constructor(api: Api, me: string, fail: (error: unknown) => void, onMine: (mine: readonly Conversation[]) => void = () => undefined) {
    super();
    this.#onMine = onMine;
    this.#api = api;
    this.#me = me;
    ({ view: this.view, filter: this.filter } = remembered(me));
    this.#fail = fail;
  }

  /** What is shown, in its order; what the reader has put aside comes after the rest of their own. */
  get items(): readonly Conversation[] {
    const items = this.#shown?.items ?? [];
    if (this.view !== "mine") return items;
    return [...items.filter((row) => !row.aside_until), ...items.filter((row) => row.aside_until)];
  }

  get loading(): boolean {
    return this.#shown === null;
  }

  /** How many there are of what is shown; `beyond`: at least. */
  get total(): { count: number; beyond: boolean } {
    return { count: this.#shown?.total ?? 0, beyond: this.#shown?.beyond ?? false };
  }

  /** Whether more can be fetched. */
  get more(): boolean {
    return this.items.length < this.total.count && this.#most < MOST_ROWS;
  }

  /** What is to be done: what is put aside counts apart. */
  count(view: View): number {
    return (this.#counted[view]?.total ?? 0) - (view === "mine" ? this.aside : 0);
  }

  /** One's own, also while another list is shown. */
  get mine(): readonly Conversation[] {
    return this.#counted.mine?.items ?? [];
  }

  /** How many of one's own are put aside. */
  get aside(): number {
    return this.mine.filter((row) => row.aside_until).length;
  }

  /** The most urgent one that waits and is given to nobody else, but for the one that is open; of those that fit the filter,
   * where there are any. */
  next(open: string | null): Conversation | null {
    const free = ({ id, assignment }: Conversation) => id !== open && (!assignment || assignment.agent_id === this.#me);
    const waiting = (this.#counted.waiting?.items ?? []).filter(free);
    return waiting.find((row) => fits(row, this.filter)) ?? waiting[0] ?? null;
  }

  show(view: View): void {
    this.look(view, this.filter);
  }

  narrow(change: Partial<Filter>): void {
    this.look(this.view, { ...this.filter, ...change });
  }

  look(view: View, filter: Filter): void {
    [this.view, this.filter] = [view, filter];
    remember(this.#me, { view, filter });
    this.#anew();
  }

  showMore(): Promise<void> {
    this.#most = Math.min(MOST_ROWS, this.#most + ROWS);
    return this.load();
  }

  /** What changed, as it stands now. */
  onRows(rows: readonly Conversation[]): void {
    for (const view of COUNTED) {
      const list = this.#counted[view];
      if (list) this.#take(view, this.#merged(list, rows, { view, most: ROWS, fits: () => true }));
    }
    const { view, filter } = this;
    if (this.#shown) this.#show(this.#merged(this.#shown, rows, { view, most: this.#most, fits: (row) => fits(row, filter) }));
    this.changed();
  }

  /** Only of mentions the feed's rows say nothing. */
  onEvent({ kind, actor, data }: DeskEvent): void {
    const named = kind === "note.added" && (data["mentions"] as readonly string[] | undefined)?.includes(this.#me);
    if (named || (kind === "note.seen" && actor === `agent:${this.#me}`)) this.refresh();
  }

  refresh(): void {
    this.#refresh.call();
  }

  stop(): void {
    this.#refresh.stop();
    this.#recount.stop();
  }

  /** What is shown, and the two views whose numbers stand on the tabs. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const { view, filter } = this;
    const counted = COUNTED.map((one) => [one, this.#fetch(one, ROWS, NO_FILTER)] as const);
    const same = this.#most === ROWS && !isFiltered(filter) ? counted.find(([one]) => one === view) : undefined;
    try {
      const [shown, lists] = await Promise.all([
        same?.[1] ?? this.#fetch(view, this.#most, filter),
        Promise.all(counted.map(async ([one, list]) => [one, await list] as const)),
      ]);
      if (asked !== this.#asked) return; // Something else is asked for by now.
      for (const [one, list] of lists) this.#take(one, list);
      this.#show(shown);
      this.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  #show(list: List): void {
    this.#shown = list;
    for (const { channel } of list.items) this.channels.add(channel);
  }

  #anew(): void {
    this.#shown = isFiltered(this.filter) ? null : (this.#counted[this.view] ?? null);
    this.#most = ROWS;
    this.changed();
    void this.load();
  }

  #merged(list: List, rows: readonly Conversation[], wanted: { view: View; most: number; fits: (row: Conversation) => boolean }): List {
    const now = merged(list, rows, { ...wanted, me: this.#me });
    if (!isWhole(list)) this.#recount.call();
    if (now.items.length < list.items.length && now.total > now.items.length) this.refresh(); // Others move up.
    return now;
  }

  #fetch(view: View, limit: number, filter: Filter): Promise<List> {
    const narrowed = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
    return this.#api.get<List>("/conversations", { view, limit, ...narrowed });
  }

  #take(view: View, list: List): void {
    this.#counted[view] = list;
    if (view === "mine") this.#onMine(list.items);
  }
}
