import { beforeEach, afterEach, describe, expect, it, vi } from "vitest";
import { MemoryStorage } from "../../src/shared/storage";
import { Connection } from "../../src/widget/connection";
import { forgetSignedIn, keeping, subjectOf } from "../../src/widget/identity";
import { Outbox } from "../../src/widget/outbox";
import { FakeServer, FakeWire } from "./fake-wire";

const SERVER = "https://example.test";
const token = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { localStorage: new MemoryStorage(), sessionStorage: new MemoryStorage() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("who the embedding site names", () => {
  it("is read for keeping things apart, whatever comes", () => {
    expect(subjectOf(token({ sub: "客户-1" }))).toBe("客户-1");
    for (const wrong of ["", "a.b.c", "a", token({ sub: 7 }), token([])]) expect(subjectOf(wrong)).toBe("");
  });

  it("has a place of their own, which signing out empties; the anonymous visitor's stays", () => {
    const [one, nobody] = [keeping(SERVER, token({ sub: "C-1" })), keeping(SERVER, "")];
    for (const { storage, scope } of [one, nobody]) new Outbox(storage, scope).add({ id: "u", text: "?", at: "", state: "sending" });
    expect(new Outbox(one.storage, one.scope).unsent).toHaveLength(1);
    forgetSignedIn(SERVER);
    expect(window.sessionStorage.length).toBe(0);
    expect(new Outbox(nobody.storage, nobody.scope).unsent).toHaveLength(1);
  });

  it("goes to the server; a refusal is told once and leaves no session behind", async () => {
    const server = new FakeServer();
    const error = { code: "identity_expired", message: "sign a new one" };
    server.identity = { ok: false, error };
    const [storage, wire, refused] = [new MemoryStorage(), new FakeWire(server), vi.fn()];
    const outbox = new Outbox(storage, SERVER);
    const connection = new Connection(wire, outbox, "en", () => undefined, { token: "t", refused });
    connection.start();
    connection.say("kept for later");
    wire.connect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wire.requests).toEqual([{ event: "session_request", payload: { language: "en", identity: "t" } }]);
    expect(refused.mock.calls).toEqual([[error]]);
    expect(outbox.token).toBeNull();
    expect(new Outbox(storage, SERVER).unsent).toHaveLength(1);
  });
});
