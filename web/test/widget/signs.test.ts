import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryStorage } from "../../src/shared/storage";
import { Connection } from "../../src/widget/connection";
import { Outbox } from "../../src/widget/outbox";
import { FakeServer, FakeWire } from "./fake-wire";

let server: FakeServer;

function page() {
  const wire = new FakeWire(server);
  const connection = new Connection(wire, new Outbox(new MemoryStorage(), "s"), "zh-Hans", () => undefined);
  connection.start();
  return { wire, connection };
}

const settle = async (ms = 0) => {
  await vi.advanceTimersByTimeAsync(ms);
};

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});
afterEach(() => void vi.useRealTimers());

describe("the other side", () => {
  it("tells that something came which is not on screen, and nothing that was shown at once", async () => {
    const { wire, connection } = page();
    wire.connect();
    await settle();
    wire.push("bot_uttered", server.say("agent", "hidden"));
    await settle(500);
    wire.push("bot_uttered", server.say("agent", "shown"));
    connection.seen(2);
    await settle(500);
    expect(wire.emitted).toEqual([
      { event: "received", payload: { seq: 1 } },
      { event: "seen", payload: { seq: 2 } },
    ]);
  });

  it("shows a person, and nobody else, that the customer types, now and then", async () => {
    const { wire, connection } = page();
    wire.connect();
    await settle();
    connection.typed();
    expect(wire.emitted).toEqual([]);
    wire.push("state", { owner: "agent", agent_name: "王敏", last_seq: 0 });
    for (let n = 0; n < 5; n += 1) {
      connection.typed();
      await settle(1000);
    }
    expect(wire.emitted.map(({ event }) => event)).toEqual(["typing", "typing"]);
  });
});

