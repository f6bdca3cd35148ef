/** The part of `Storage` that is used here. */
export type KeyValues = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** A stand-in where the browser forbids storage; it lasts as long as the page. */
export class MemoryStorage implements KeyValues {
  readonly #values = new Map<string, string>();

  get length(): number {
    return this.#values.size;
  }

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value);
  }

  removeItem(key: string): void {
    this.#values.delete(key);
  }

  key(index: number): string | null {
    return [...this.#values.keys()][index] ?? null;
  }
}

/** The named storage of this page, or memory where it is blocked or full. */
export function pageStorage(name: "localStorage" | "sessionStorage"): KeyValues {
  try {
    const storage = window[name];
    const probe = "qingting:probe";
    storage.setItem(probe, "1");
    storage.removeItem(probe);
    return storage;
  } catch {
    return new MemoryStorage();
  }
}

/** All keys that begin with `prefix`. */
export function keysOf(storage: KeyValues, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  return keys.filter((key): key is string => key?.startsWith(prefix) ?? false);
}
