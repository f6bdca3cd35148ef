/** What waits for one's own answer; each new one rings, as somebody counts on it. */

import type { Conversation } from "../../shared/desk";
import type { Api } from "../api";
import { Observable } from "./observable";

export class Assigned extends Observable {
  items: readonly Conversation[] = [];
  readonly #api: Api;
  readonly #me: string;
  readonly #ring: (conversation: Conversation) => void;

  constructor(api: Api, me: string, ring: (conversation: Conversation) => void) {
    super();
    this.#api = api;
    this.#me = me;
    this.#ring = ring;
  }

  /** The person's own list as it is now. */
  see(mine: readonly Conversation[]): void {
    const known = new Set(this.items.map(keyOf));
    this.items = mine.filter(({ assignment }) => assignment?.agent_id === this.#me);
    for (const item of this.items) if (!known.has(keyOf(item))) this.#ring(item);
    this.changed();
  }

  async take(id: string): Promise<void> {
    await this.#answer(id, "claim");
  }

  async refuse(id: string): Promise<void> {
    await this.#answer(id, "refuse");
  }

  async #answer(id: string, act: "claim" | "refuse"): Promise<void> {
    await this.#api.send("POST", `/conversations/${encodeURIComponent(id)}/${act}`);
    this.items = this.items.filter((item) => item.id !== id);
    this.changed();
  }
}

/** The same conversation may be given to the same person again. */
function keyOf({ id, assignment }: Conversation): string {
  return `${id} ${assignment?.answer_by ?? ""}`;
}

/** Whole seconds that are left; 0 once they are over. */
export function secondsLeft(answerBy: string, now = Date.now()): number {
  return Math.max(0, Math.ceil((Date.parse(answerBy) - now) / 1000));
}
