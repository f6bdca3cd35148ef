/** Something that tells its watchers when it has changed. */
export class Observable {
  readonly #watchers = new Set<() => void>();

  /** Returns how to stop watching. */
  subscribe(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  protected changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
