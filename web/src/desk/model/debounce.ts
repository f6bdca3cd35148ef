/** Runs `work` once after a burst of calls, never twice at the same time. */
export class Debounced {
  readonly #work: () => Promise<void>;
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #again = false;
  #stopped = false;

  constructor(work: () => Promise<void>, ms = 150) {
    this.#work = work;
    this.#ms = ms;
  }

  call(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#timer ??= setTimeout(() => void this.#run(), this.#ms);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#running = true;
    try {
      await this.#work();
    } finally {
      this.#running = false;
      if (this.#again) {
        this.#again = false;
        this.call();
      }
    }
  }
}
