import { describe, expect, it } from "vitest";
import { MemoryStorage } from "../../src/shared/storage";
import { uuid } from "../../src/shared/uuid";
import { Outbox, type Unsent } from "../../src/widget/outbox";

const unsent = (id: string, at: string): Unsent => ({ id, text: id, at, state: "sending" });

describe("the outbox", () => {
  it("comes back in order after a reload", () => {
    const storage = new MemoryStorage();
    const before = new Outbox(storage, "s");
    before.useToken("token", false);
    before.add(unsent("b", "2026-01-01T00:00:01Z"));
    before.add(unsent("a", "2026-01-01T00:00:02Z"));
    before.update("a", { state: "failed", error: "too_large" });
    before.saw(7);
    const after = new Outbox(storage, "s");
    expect(after.unsent.map(({ id, state }) => [id, state])).toEqual([
      ["b", "sending"],
      ["a", "failed"],
    ]);
    expect(after.token).toBe("token");
    expect(after.lastSeq).toBe(7);
  });

  it("of two tabs keeps what either wrote", () => {
    const storage = new MemoryStorage();
    const [one, two] = [new Outbox(storage, "s"), new Outbox(storage, "s")];
    one.add(unsent("one", "2026-01-01T00:00:01Z"));
    two.add(unsent("two", "2026-01-01T00:00:02Z"));
    one.remove("one");
    expect(new Outbox(storage, "s").unsent.map(({ id }) => id)).toEqual(["two"]);
  });

  it("keeps servers apart and survives damaged storage", () => {
    const storage = new MemoryStorage();
    new Outbox(storage, "a").add(unsent("x", "2026-01-01T00:00:01Z"));
    storage.setItem("qingting:b:out:y", "{broken");
    expect(new Outbox(storage, "b").unsent).toEqual([]);
  });

  it("still sends where storage is full", () => {
    const storage = new MemoryStorage();
    storage.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    const outbox = new Outbox(storage, "s");
    outbox.add(unsent("x", "2026-01-01T00:00:01Z"));
    expect(outbox.unsent).toHaveLength(1);
  });
});

describe("message ids", () => {
  it("are UUIDs without crypto.randomUUID, too", () => {
    const insecure = { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) } as Crypto;
    const ids = new Set(Array.from({ length: 50 }, () => uuid(insecure)));
    expect(ids.size).toBe(50);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});
