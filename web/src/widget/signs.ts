/** What the other side learns without a message: that something came, that something is typed. */

import type { Wire } from "./wire";

/** What is shown at once is read, and need not be told to have come. */
const RECEIVED_MS = 400;
/** As often as the server listens. */
const TYPING_MS = 2500;

export class Signs {
  readonly #wire: Wire;
  #received = 0;
  #receiving: ReturnType<typeof setTimeout> | undefined;
  #typedAt = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  typed(): void {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_MS) return;
    this.#typedAt = now;
    this.#wire.emit("typing", {});
  }

  /** `unseen`: up to where everything is here but not on screen; null where there is nothing to tell. */
  came(unseen: () => number | null): void {
    clearTimeout(this.#receiving);
    this.#receiving = setTimeout(() => {
      const seq = unseen();
      if (seq === null || seq <= this.#received) return;
      this.#received = seq;
      this.#wire.emit("received", { seq });
    }, RECEIVED_MS);
  }

  startOver(): void {
    this.#received = 0;
  }

  stop(): void {
    clearTimeout(this.#receiving);
  }
}
