/** The list on the left: one view of the conversations, and how many wait. */

import type { Conversation, DeskEvent, Items, View } from "../../shared/desk";
import type { Api } from "../api";
import { Debounced } from "./debounce";
import { filtered, NO_FILTER, type Filter } from "./filters";
import { Observable } from "./observable";

/** Nothing in the list speaks of these. */
const NO_CHANGE = new Set(["conversation.read", "conversation.watched"]);

export class Queue extends Observable {
  view: View = "waiting";
  items: readonly Conversation[] = [];
  counts: Partial<Record<View, number>> = {};
  filter: Filter = NO_FILTER;
  loading = true;
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;
  readonly #refresh = new Debounced(() => this.load());

  readonly #onWaiting: (waiting: readonly Conversation[]) => void;

  constructor(api: Api, fail: (error: unknown) => void, onWaiting: (waiting: readonly Conversation[]) => void = () => undefined) {
    super();
    this.#onWaiting = onWaiting;
    this.#api = api;
    this.#fail = fail;
  }

  show(view: View): void {
    if (view !== this.view) {
      this.view = view;
      this.items = [];
      this.loading = true;
      this.changed();
    }
    void this.load();
  }

  /** What the filter leaves of the view. */
  get shown(): readonly Conversation[] {
    return filtered(this.items, this.filter);
  }

  narrow(change: Partial<Filter>): void {
    this.filter = { ...this.filter, ...change };
    this.changed();
  }

  onEvent(event: DeskEvent): void {
    if (event.conversation_id && !NO_CHANGE.has(event.kind)) this.#refresh.call();
  }

  refresh(): void {
    this.#refresh.call();
  }

  stop(): void {
    this.#refresh.stop();
  }

  /** The shown view, and the two whose numbers stand on the tabs. */
  async load(): Promise<void> {
    const view = this.view;
    const views = [...new Set<View>(["waiting", "mine", view])];
    try {
      const lists = await Promise.all(views.map((name) => this.#fetch(name)));
      lists.forEach((items, index) => this.#take(views[index] ?? view, items));
      this.loading = false;
      this.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #fetch(view: View): Promise<Conversation[]> {
    return (await this.#api.get<Items<Conversation>>("/conversations", { view })).items;
  }

  #take(view: View, items: Conversation[]): void {
    this.counts = { ...this.counts, [view]: items.length };
    if (view === this.view) this.items = items;
    if (view === "waiting") this.#onWaiting(items);
  }
}
