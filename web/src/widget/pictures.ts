/** Addresses under which this page may show files: each is fetched once, when it is first needed. */

import type { FileDoor } from "./door";

export class Pictures {
  readonly #urls = new Map<string, string>();
  readonly #loading = new Set<string>();
  readonly #failed = new Set<string>();
  readonly #door: FileDoor;
  readonly #token: () => string | null;
  readonly #changed: () => void;

  constructor(door: FileDoor, token: () => string | null, changed: () => void) {
    this.#door = door;
    this.#token = token;
    this.#changed = changed;
  }

  /** What is known now; asking for it begins to load it. */
  url(id: string): string | null {
    if (!this.#urls.has(id) && !this.#failed.has(id)) void this.#load(id);
    return this.#urls.get(id) ?? null;
  }

  failed(id: string): boolean {
    return this.#failed.has(id);
  }

  /** The customer's own file needs no way to the server. */
  give(id: string, file: Blob): string {
    const known = this.#urls.get(id);
    if (known) return known;
    const url = URL.createObjectURL(file);
    this.#urls.set(id, url);
    return url;
  }

  /** For saving; throws where it does not come. */
  async fetch(id: string): Promise<string> {
    return this.#urls.get(id) ?? this.give(id, await this.#door.download(id, this.#token() ?? ""));
  }

  forget(id: string): void {
    const url = this.#urls.get(id);
    if (url) URL.revokeObjectURL(url);
    this.#urls.delete(id);
  }

  stop(): void {
    for (const id of [...this.#urls.keys()]) this.forget(id);
  }

  async #load(id: string): Promise<void> {
    if (this.#loading.has(id)) return;
    this.#loading.add(id);
    try {
      await this.fetch(id);
    } catch {
      this.#failed.add(id);
    } finally {
      this.#loading.delete(id);
      this.#changed();
    }
  }
}
