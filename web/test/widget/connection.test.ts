import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryStorage } from "../../src/shared/storage";
import { Connection } from "../../src/widget/connection";
import { Outbox } from "../../src/widget/outbox";
import { FakeServer, FakeWire } from "./fake-wire";

const SCOPE = "https://example.test";
let server: FakeServer;
let storage: MemoryStorage;

function page() {
  const wire = new FakeWire(server);
  const outbox = new Outbox(storage, SCOPE);
  const connection = new Connection(wire, outbox, "zh-Hans", () => undefined);
  connection.start();
  const texts = () => connection.transcript.messages.map(({ text }) => text);
  return { wire, outbox, connection, texts };
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

describe("joining", () => {
  it("asks for a session, then for everything from 0, page by page", async () => {
    for (let n = 1; n <= 5; n += 1) server.say("bot", `hello ${n}`);
    server.pageSize = 2;
    const { wire, connection, texts } = page();
    expect(connection.link).toBe("connecting");
    wire.connect();
    await settle();
    expect(connection.link).toBe("online");
    expect(wire.requests.map(({ event }) => event)).toEqual(["session_request", "resume", "resume", "resume"]);
    expect(texts()).toEqual(["hello 1", "hello 2", "hello 3", "hello 4", "hello 5"]);
  });

  it("keeps no token of somebody who only looks", async () => {
    const { wire } = page();
    wire.connect();
    await settle();
    expect(storage.length).toBe(0);
  });

  it("tries again where the server answers nothing", async () => {
    const { wire, connection } = page();
    wire.loseAck.set("session_request", 1);
    wire.connect();
    await settle(8000);
    expect(connection.link).toBe("connecting");
    await settle(1500);
    expect(connection.link).toBe("online");
  });

  it("starts over where the server gives another session", async () => {
    const { wire, connection, texts } = page();
    wire.connect();
    await settle();
    connection.say("first");
    await settle();
    wire.drop();
    server = new FakeServer();
    server.token = "token-2";
    server.say("bot", "new");
    Object.assign(wire, { server });
    wire.connect();
    await settle();
    expect(texts()).toEqual(["new"]);
    expect(new Outbox(storage, SCOPE).token).toBe("token-2");
  });
});

describe("sending", () => {
  it("shows a message at once and as sent when it is acknowledged", async () => {
    const { wire, connection, outbox, texts } = page();
    wire.connect();
    await settle();
    connection.say("你好");
    expect(outbox.unsent.map(({ state }) => state)).toEqual(["sending"]);
    await settle();
    expect(outbox.unsent).toEqual([]);
    expect(texts()).toEqual(["你好"]);
  });

  it("sends again under the same id after a lost acknowledgement", async () => {
    const { wire, connection, texts } = page();
    wire.connect();
    await settle();
    wire.loseAck.set("user_uttered", 1);
    connection.say("once");
    await settle(8000);
    await settle(1500);
    expect(server.received).toHaveLength(2);
    expect(server.received[0]!.message_id).toBe(server.received[1]!.message_id);
    expect(server.messages).toHaveLength(1);
    expect(texts()).toEqual(["once"]);
  });

  it("does the same over a reconnect, and learns from the history what was stored", async () => {
    const { wire, connection, outbox, texts } = page();
    wire.connect();
    await settle();
    wire.loseAck.set("user_uttered", 1);
    connection.say("once");
    await settle();
    wire.drop();
    expect(connection.link).toBe("offline");
    connection.say("twice");
    wire.connect();
    await settle(2000);
    expect(texts()).toEqual(["once", "twice"]);
    expect(server.messages.map(({ text }) => text)).toEqual(["once", "twice"]);
    expect(outbox.unsent).toEqual([]);
  });

  it("queues what is said before the first connection, 转人工 included, in order", async () => {
    const { wire, connection } = page();
    connection.say("a");
    connection.say("转人工", { payload: "/ask_human" });
    connection.say("b");
    wire.connect();
    await settle();
    expect(server.received.map(({ message, payload }) => [message, payload])).toEqual([
      ["a", undefined],
      ["转人工", "/ask_human"],
      ["b", undefined],
    ]);
  });

  it("keeps unsent messages over a reload", async () => {
    const first = page();
    first.connection.say("written offline");
    first.connection.stop();
    const second = page();
    expect(second.outbox.unsent.map(({ text }) => text)).toEqual(["written offline"]);
    second.wire.connect();
    await settle();
    expect(server.messages.map(({ text }) => text)).toEqual(["written offline"]);
    expect(second.texts()).toEqual(["written offline"]);
    const third = page();
    third.wire.connect();
    await settle();
    expect(third.wire.requests[0]!.payload).toEqual({ language: "zh-Hans", session_id: "token-1" });
    expect(third.texts()).toEqual(["written offline"]);
    expect(server.received).toHaveLength(1);
  });

  it("asks for a session again where the server has lost it", async () => {
    const { wire, connection, texts } = page();
    wire.connect();
    await settle();
    let refusals = 1;
    server.refuse = () => (refusals-- > 0 ? { code: "no_session", message: "" } : null);
    connection.say("still here");
    await settle(2000);
    expect(texts()).toEqual(["still here"]);
  });
});

describe("refusals", () => {
  it("keeps what was too fast and sends it after the named time, before later messages", async () => {
    const { wire, connection, outbox } = page();
    wire.connect();
    await settle();
    server.refuse = () => ({ code: "too_many_requests", message: "", retry_after: "5" });
    connection.say("fast");
    await settle();
    expect(outbox.unsent).toMatchObject([{ text: "fast", state: "failed", retryAfter: 5 }]);
    server.refuse = null;
    connection.say("later");
    await settle(100);
    expect(server.messages).toEqual([]);
    await settle(5000);
    expect(server.messages.map(({ text }) => text)).toEqual(["fast", "later"]);
  });

  it("lets the wish for a person pass, and the rest once the fast one is taken back", async () => {
    const { wire, connection, outbox } = page();
    wire.connect();
    await settle();
    server.refuse = ({ message }) => (message === "fast" ? { code: "too_many_requests", message: "" } : null);
    connection.say("fast");
    connection.say("later");
    connection.say("转人工", { payload: "/ask_human" });
    await settle();
    expect(server.messages.map(({ text }) => text)).toEqual(["转人工"]);
    connection.takeBack(outbox.unsent[0]!.id);
    await settle();
    expect(server.messages.map(({ text }) => text)).toEqual(["转人工", "later"]);
  });

  it("does not repeat what cannot be accepted, but lets the next one pass", async () => {
    const { wire, connection, outbox } = page();
    wire.connect();
    await settle();
    server.refuse = ({ message }) => (message === "bad" ? { code: "too_large", message: "" } : null);
    connection.say("bad");
    connection.say("good");
    await settle();
    expect(outbox.unsent).toMatchObject([{ text: "bad", state: "failed", error: "too_large" }]);
    expect(server.messages.map(({ text }) => text)).toEqual(["good"]);
  });

  it("gives up on internal errors after some tries, and can be told to try again", async () => {
    const { wire, connection, outbox } = page();
    wire.connect();
    await settle();
    server.refuse = () => ({ code: "error", message: "" });
    connection.say("patient");
    await settle(60_000);
    expect(server.received).toHaveLength(4);
    expect(outbox.unsent).toMatchObject([{ state: "failed" }]);
    server.refuse = null;
    connection.retry(outbox.unsent[0]!.id);
    await settle();
    expect(server.messages.map(({ text }) => text)).toEqual(["patient"]);
  });
});

describe("receiving", () => {
  it("shows live messages once and in order, whatever the order of arrival", async () => {
    const { wire, texts } = page();
    wire.connect();
    await settle();
    const [one, two] = [server.say("bot", "1"), server.say("bot", "2")];
    wire.push("bot_uttered", two);
    wire.push("bot_uttered", one);
    wire.push("bot_uttered", two);
    expect(texts()).toEqual(["1", "2"]);
  });

  it("asks after a gap for what lies before it, too", async () => {
    const { wire, texts } = page();
    wire.connect();
    await settle();
    server.say("bot", "lost push");
    wire.push("bot_uttered", server.say("bot", "arrived"));
    wire.drop();
    wire.connect();
    await settle();
    expect(wire.requests.at(-1)).toEqual({ event: "resume", payload: { after: 0 } });
    expect(texts()).toEqual(["lost push", "arrived"]);
  });

  it("fetches what a state speaks of and no push brought", async () => {
    const { wire, connection, texts } = page();
    wire.connect();
    await settle();
    server.say("agent", "您好", { name: "王敏" });
    wire.push("state", { owner: "agent", agent_name: "王敏", last_seq: 1 });
    expect(connection.state.owner).toBe("agent");
    await settle(1000);
    expect(texts()).toEqual(["您好"]);
  });

  it("takes its own message from another tab off the list of unsent ones", () => {
    const { wire, connection, outbox, texts } = page();
    connection.say("mine");
    const echo = server.say("customer", "mine", { client_id: outbox.unsent[0]!.id });
    wire.push("customer_uttered", echo);
    expect(outbox.unsent).toEqual([]);
    expect(texts()).toEqual(["mine"]);
  });

  it("tells once what was seen, and only upwards", async () => {
    const { wire, connection } = page();
    wire.connect();
    await settle();
    connection.seen(2);
    connection.seen(2);
    connection.seen(1);
    expect(wire.emitted).toEqual([{ event: "seen", payload: { seq: 2 } }]);
  });
});
