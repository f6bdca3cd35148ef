/** What a person at the desk should know wherever they look: told aloud, and with a sound and a notification to whoever wants them. */

import { pageStorage } from "../../shared/storage";
import type { Conversation, Counted, DeskEvent, Owner } from "../../shared/desk";
import type { Api } from "../api";
import type { Bell, Ring } from "./bell";
import { Observable } from "./observable";
import { MOST_ROWS } from "./rows";
import type { Unread } from "./unread";

const KEY = "qingting:desk:alerts";

export type AlertKind = "major" | "turned" | "transferred" | "mentioned" | "message" | "back";
export type Tell = (kind: AlertKind, conversation: Conversation) => Ring;

export class Alerts extends Observable {
  /** The latest one, for those who hear the page and do not see it. */
  news: { words: string; at: Date } | null = null;
  readonly #me: string;
  readonly #unread: Unread;
  readonly #bell: Bell;
  readonly #tell: Tell;
  /** Major complaints that were told already, and who had them. */
  #majors: Map<string, Owner> | null = null;
  #mine: readonly Conversation[] = [];
  /** Of which the rows still have to tell more. */
  readonly #due = new Map<string, { kind: AlertKind; seq: number }>();

  constructor(me: string, unread: Unread, bell: Bell, tell: Tell) {
    super();
    this.#me = me;
    this.#unread = unread;
    this.#bell = bell;
    this.#tell = tell;
  }

  get on(): boolean {
    return pageStorage("localStorage").getItem(KEY) === "on";
  }

  async toggle(): Promise<void> {
    const on = !this.on;
    if (on) await this.#bell.permit(); // Without the notification the sound is still of use.
    pageStorage("localStorage").setItem(KEY, on ? "on" : "off");
    this.changed();
  }

  /** All major complaints that are open; the first time they only say what is there already. */
  async load(api: Api): Promise<void> {
    const { items } = await api.get<Counted<Conversation>>("/conversations", { view: "open", level: "major", limit: MOST_ROWS });
    if (this.#majors) this.see(items);
    this.#majors = new Map(items.map(({ id, owner }) => [id, owner]));
  }

  /** Rows as they stand now: a complaint that is major since now rings everybody, or whoever has it. */
  see(rows: readonly Conversation[]): void {
    const majors = this.#majors;
    if (!majors) return;
    for (const row of rows) {
      const before = majors.get(row.id);
      if (row.level !== "major" || row.owner === "closed") {
        majors.delete(row.id);
        continue;
      }
      majors.set(row.id, row.owner);
      const waitsAgain = before === "agent" && row.owner === "queue";
      if (before && !waitsAgain) continue;
      if (row.owner !== "agent") this.#ring("major", row);
      else if (row.agent_id === this.#me && !this.#unread.isHere(row.id)) this.#ring("turned", row);
    }
  }

  onEvent({ kind, actor, conversation_id: id, data }: DeskEvent): void {
    if (id === null || actor === `agent:${this.#me}`) return;
    const named = data["mentions"] as readonly string[] | undefined;
    if (kind === "owner.changed" && data["to"] === this.#me) this.#due.set(id, { kind: "transferred", seq: 0 });
    else if (kind === "note.added" && named?.includes(this.#me)) this.#due.set(id, { kind: "mentioned", seq: 0 });
    else if (kind === "aside.ended" && data["why"] === "time" && this.#has(id)) this.#due.set(id, { kind: "back", seq: 0 });
    else if (kind === "message.recorded" && actor === "customer" && this.#has(id) && !this.#due.has(id)) {
      this.#due.set(id, { kind: "message", seq: Number(data["seq"]) });
    }
  }

  /** The person's own list as it is now. */
  settle(mine: readonly Conversation[]): void {
    this.#mine = mine;
    for (const [id, { kind, seq }] of [...this.#due]) {
      const row = mine.find((one) => one.id === id);
      if (!row || row.last_seq < seq) continue; // It is on its way.
      this.#due.delete(id);
      if (this.#unread.isHere(id)) continue;
      if (kind !== "message" || this.#unread.arrived(row)) this.#ring(kind, row);
    }
  }

  #has(id: string): boolean {
    return this.#mine.some((row) => row.id === id && row.agent_id === this.#me);
  }

  #ring(kind: AlertKind, row: Conversation): void {
    const ring = this.#tell(kind, row);
    this.news = { words: `${ring.title}: ${ring.body}`, at: new Date() };
    if (this.on) this.#bell.ring(ring);
    this.changed();
  }
}
