import { describe, expect, it, vi } from "vitest";
import { ApiError, HttpApi } from "../../src/desk/api";

function setUp(answer: () => Response) {
  const calls: { url: string; init: RequestInit }[] = [];
  const api = new HttpApi("/api/v1", (url, init) => {
    calls.push({ url: typeof url === "string" ? url : "", init: init ?? {} });
    return Promise.resolve().then(answer);
  });
  return { api, calls };
}

const refusal = (status: number, code: string, details = {}) =>
  new Response(JSON.stringify({ error: { code, message: "why", details } }), { status });

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => Promise.reject(new Error("It should have failed.")),
    (error: unknown) => error as ApiError,
  );
}

describe("the API client", () => {
  it("sends the CSRF token with changes only", async () => {
    const { api, calls } = setUp(() => new Response("{}"));
    api.csrf = "secret";
    await api.get("/cases", { state: "draft", after: undefined });
    await api.send("POST", "/conversations/c/claim", {});
    const headers = calls.map(({ init }) => new Headers(init.headers).get("X-CSRF-Token"));
    expect(headers).toEqual([null, "secret"]);
    expect(calls[0]!.url).toBe("/api/v1/cases?state=draft");
  });

  it("sends a file as it is, with its name in a header", async () => {
    const { api, calls } = setUp(() => new Response("{}"));
    const file = new File(["%PDF"], "决定.pdf", { type: "application/pdf" });
    await api.send("POST", "/conversations/c/attachments", file);
    const headers = new Headers(calls[0]!.init.headers);
    expect(headers.get("Content-Type")).toBe("application/pdf");
    expect(decodeURIComponent(headers.get("X-File-Name") ?? "")).toBe("决定.pdf");
    expect(calls[0]!.init.body).toBe(file);
  });

  it("answers 204 with nothing", async () => {
    const { api } = setUp(() => new Response(null, { status: 204 }));
    await expect(api.send("PUT", "/session/presence", { present: true })).resolves.toBeUndefined();
  });

  it("gives errors their code and details", async () => {
    const { api } = setUp(() => refusal(409, "already_claimed", { winner: "王敏" }));
    const error = await failure(api.send("POST", "/conversations/c/claim"));
    expect(error).toBeInstanceOf(ApiError);
    expect([error.status, error.code, error.details["winner"]]).toEqual([409, "already_claimed", "王敏"]);
  });

  it("leads back to the sign-in where the session has ended, but not for a wrong password", async () => {
    const { api } = setUp(() => refusal(401, "not_signed_in"));
    api.onSignedOut = vi.fn();
    await failure(api.send("POST", "/session", {}));
    expect(api.onSignedOut).not.toHaveBeenCalled();
    await failure(api.get("/conversations"));
    expect(api.onSignedOut).toHaveBeenCalledTimes(1);
  });

  it("tells that the password has to be changed", async () => {
    const { api } = setUp(() => refusal(403, "password_change_required"));
    api.onPasswordChange = vi.fn();
    await failure(api.get("/conversations"));
    expect(api.onPasswordChange).toHaveBeenCalledTimes(1);
  });

  it("makes something of a proxy's page and of a broken network", async () => {
    expect((await failure(setUp(() => new Response("<html>", { status: 502 })).api.get("/cases"))).code).toBe("other");
    const broken = setUp(() => {
      throw new TypeError("Failed to fetch");
    });
    const error = await failure(broken.api.get("/cases"));
    expect([error.status, error.code]).toEqual([0, "network"]);
  });
});
