import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryStorage } from "../../src/shared/storage";
import { Connection } from "../../src/widget/connection";
import type { FileDoor } from "../../src/widget/door";
import { Outbox } from "../../src/widget/outbox";
import { Pictures } from "../../src/widget/pictures";
import { FakeServer, FakeWire } from "./fake-wire";

const SCOPE = "https://example.test";
let server: FakeServer;
let storage: MemoryStorage;

function page() {
  const wire = new FakeWire(server);
  const outbox = new Outbox(storage, SCOPE);
  const connection = new Connection(wire, outbox, "zh-Hans", () => undefined);
  connection.start();
  return { wire, outbox, connection };
}

async function settle(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  storage = new MemoryStorage();
});
afterEach(() => vi.useRealTimers());

describe("files", () => {
  const file = { id: "f1", kind: "image", media_type: "image/png", name: "a.png", size: 1 } as const;

  it("go with their message by id, also when it is sent again after a reload", async () => {
    const before = page();
    before.connection.say("", { attachments: [file] });
    const { wire, connection } = page();
    wire.connect();
    await settle();
    expect(connection.limits?.per_message).toBe(2);
    expect(server.received.map(({ message, attachments }) => [message, attachments])).toEqual([["", ["f1"]]]);
    expect(connection.transcript.messages.at(-1)?.attachments).toEqual([file]);
  });

  it("come back with a message that was refused and taken back", async () => {
    server.refuse = () => ({ code: "upload_gone", message: "gone" });
    const { wire, outbox, connection } = page();
    wire.connect();
    await settle();
    connection.say("look", { attachments: [file] });
    await settle();
    expect(outbox.unsent[0]?.error).toBe("upload_gone");
    expect(connection.takeBack(outbox.unsent[0]!.id)?.attachments).toEqual([file]);
  });

  it("are nothing that a plain message speaks of", async () => {
    const { wire, connection } = page();
    wire.connect();
    await settle();
    connection.say("hello");
    await settle();
    expect(wire.requests.at(-1)?.payload).not.toHaveProperty("attachments");
  });
});

describe("pictures", () => {
  let asked: string[] = [];
  let changes = 0;
  const door = {
    download: (id: string, token: string) => {
      asked.push(`${id} ${token}`);
      return id === "gone" ? Promise.reject(new Error("404")) : Promise.resolve(new Blob(["x"]));
    },
  } as FileDoor;
  const pictures = () => new Pictures(door, () => "token", () => (changes += 1));

  beforeEach(() => {
    asked = [];
    changes = 0;
  });

  it("are fetched once, when they are first shown, with the session's token", async () => {
    const shown = pictures();
    expect(shown.url("a")).toBeNull();
    expect(shown.url("a")).toBeNull();
    await settle();
    expect(shown.url("a")).toMatch(/^blob:/);
    expect(asked).toEqual(["a token"]);
    expect(changes).toBe(1);
  });

  it("that do not come are not asked for again and again", async () => {
    const shown = pictures();
    shown.url("gone");
    await settle();
    expect(shown.url("gone")).toBeNull();
    expect(shown.failed("gone")).toBe(true);
    expect(asked).toEqual(["gone token"]);
  });

  it("of one's own are not fetched at all", () => {
    const shown = pictures();
    const url = shown.give("a", new Blob(["mine"]));
    expect(shown.url("a")).toBe(url);
    expect(asked).toEqual([]);
  });
});
