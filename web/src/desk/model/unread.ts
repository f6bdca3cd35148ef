/** What came into a person's own conversations since they last looked at them; kept in this browser. */

import { pageStorage } from "../../shared/storage";
import type { Conversation } from "../../shared/desk";
import { Observable } from "./observable";

const KEY = "qingting:desk:seen:";
/** Of so many conversations it is remembered how far they were read. */
const MOST = 500;

export class Unread extends Observable {
  readonly #me: string;
  readonly #here: () => string | null;
  readonly #told = new Set<string>();
  #seen: Map<string, number>;

  /** `here`: the conversation that the person looks at now. */
  constructor(me: string, here: () => string | null) {
    super();
    this.#me = me;
    this.#here = here;
    this.#seen = new Map(read(KEY + me));
  }

  isHere(id: string): boolean {
    return this.#here() === id;
  }

  isUnread({ id, owner, agent_id, last_seq }: Conversation): boolean {
    return owner === "agent" && agent_id === this.#me && !this.isHere(id) && last_seq > this.upTo(id);
  }

  /** The last message that the person had before them; 0 where they were never there. */
  upTo(id: string): number {
    return this.#seen.get(id) ?? 0;
  }

  /** Whether something has come that the person was not told of since they last looked. */
  arrived(row: Conversation): boolean {
    if (!this.isUnread(row) || this.#told.has(row.id)) return false;
    this.#told.add(row.id);
    return true;
  }

  /** The person has the conversation before them, up to this message. */
  saw(id: string, seq: number): void {
    this.#told.delete(id);
    if (seq <= this.upTo(id)) return;
    this.#seen.delete(id); // The latest stand last.
    this.#seen = new Map([...this.#seen, [id, seq] as const].slice(-MOST));
    pageStorage("localStorage").setItem(KEY + this.#me, JSON.stringify([...this.#seen]));
    this.changed();
  }
}

function read(key: string): [string, number][] {
  try {
    const kept: unknown = JSON.parse(pageStorage("localStorage").getItem(key) ?? "[]");
    return Array.isArray(kept) ? (kept as [string, number][]) : [];
  } catch {
    return []; // Damaged: everything counts as unread once.
  }
}
