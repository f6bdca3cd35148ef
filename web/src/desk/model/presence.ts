/** What the person says of themselves; repeated so that it does not fade. */

import { pageStorage } from "../../shared/storage";
import type { PresenceState } from "../../shared/desk";
import type { Api } from "../api";
import { Observable } from "./observable";

const BEAT_MS = 20_000;
const KEY = "qingting:desk:presence";
export const STATES: readonly PresenceState[] = ["available", "busy", "away"];

export class OwnPresence extends Observable {
  readonly #api: Api;
  #timer: ReturnType<typeof setInterval> | undefined;
  #told: Promise<unknown> = Promise.resolve();

  constructor(api: Api) {
    super();
    this.#api = api;
  }

  /** One for all tabs of the browser. */
  get state(): PresenceState {
    const kept = pageStorage("localStorage").getItem(KEY);
    return STATES.find((state) => state === kept) ?? "available";
  }

  set state(state: PresenceState) {
    pageStorage("localStorage").setItem(KEY, state);
    this.#beat();
    this.changed();
  }

  next(): void {
    this.state = STATES[(STATES.indexOf(this.state) + 1) % STATES.length] ?? "available";
  }

  start(): void {
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One after the other: what was chosen last is told last. */
  #beat(): void {
    const tell = () => this.#api.send("PUT", "/session/presence", { present: true, state: this.state });
    this.#told = this.#told.then(tell).catch(() => undefined);
  }
}
