/** Calls: promising one, and those that are still to be made, the earliest first. */

import type { Callback, DeskEvent, Items } from "../../shared/desk";
import type { Api } from "../api";
import { Debounced } from "./debounce";
import { Observable } from "./observable";

export class Callbacks extends Observable {
  items: readonly Callback[] | null = null;
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;
  readonly #refresh = new Debounced(() => this.load());

  constructor(api: Api, fail: (error: unknown) => void) {
    super();
    this.#api = api;
    this.#fail = fail;
  }

  /** Those whose time has come. */
  get due(): number {
    return (this.items ?? []).filter(isDue).length;
  }

  onEvent({ kind }: DeskEvent): void {
    if (kind.startsWith("callback.")) this.#refresh.call();
  }

  refresh(): void {
    this.#refresh.call();
  }

  stop(): void {
    this.#refresh.stop();
  }

  async load(): Promise<void> {
    try {
      this.items = (await this.#api.get<Items<Callback>>("/callbacks")).items;
      this.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The server refuses times at which nobody could call; the feed shows the new promise. */
  async promise(conversation: string, at: string, note: string): Promise<void> {
    await this.#api.send<Callback>("POST", `/conversations/${conversation}/callback`, { at, note });
  }

  /** It leaves the list at once; where the server refuses, it comes back. */
  async done(id: string): Promise<void> {
    try {
      await this.#api.send<Callback>("POST", `/callbacks/${id}/done`);
    } catch (error) {
      this.#fail(error);
    }
    await this.load();
  }
}

export function isDue({ at, state }: Callback): boolean {
  return state === "missed" || Date.parse(at) <= Date.now();
}
