/** Tells a colleague, as long as it lasts, that somebody reads the conversation which they have. */

import type { Conversation } from "../../shared/desk";
import type { Api } from "../api";

const BEAT_MS = 15_000;

export class Watching {
  readonly #path: string;
  readonly #me: string;
  readonly #api: Api;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(path: string, me: string, api: Api) {
    this.#path = path;
    this.#me = me;
    this.#api = api;
  }

  follow({ owner, agent_id }: Conversation): void {
    const colleague = owner === "agent" && agent_id !== this.#me;
    if (!colleague) this.stop();
    else if (this.#timer === undefined) {
      this.#beat();
      this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    }
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#api.send("DELETE", this.#url).catch(() => undefined);
  }

  #beat(): void {
    this.#api.send("PUT", this.#url).catch(() => undefined);
  }

  get #url(): string {
    return `${this.#path}/watching`;
  }
}
