/** One door to the server: JSON, CSRF header, typed errors. */

export class ApiError extends Error {
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Query = Record<string, string | number | undefined>;

export interface Api {
  get<T>(path: string, query?: Query): Promise<T>;
  /** A `File` goes as it is, everything else as JSON. */
  send<T>(method: Exclude<Method, "GET">, path: string, body?: object): Promise<T>;
}

export class HttpApi implements Api {
  csrf = "";
  /** The session has ended: back to the sign-in. */
  onSignedOut: () => void = () => undefined;
  onPasswordChange: () => void = () => undefined;
  readonly #base: string;
  readonly #fetch: typeof fetch;

  constructor(base = "/api/v1", fetcher: typeof fetch = (...request) => fetch(...request)) {
    this.#base = base;
    this.#fetch = fetcher;
  }

  get<T>(path: string, query: Query = {}): Promise<T> {
    const filled = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
    const search = new URLSearchParams(filled.map(([key, value]) => [key, String(value)])).toString();
    return this.#call<T>("GET", search ? `${path}?${search}` : path);
  }

  send<T>(method: Exclude<Method, "GET">, path: string, body?: object): Promise<T> {
    return this.#call<T>(method, path, body);
  }

  async #call<T>(method: Method, path: string, body?: object): Promise<T> {
    const response = await this.#reach(method, path, body);
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
    const error = await readError(response);
    if (error.status === 401 && path !== "/session") this.onSignedOut();
    if (error.code === "password_change_required") this.onPasswordChange();
    throw error;
  }

  async #reach(method: Method, path: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json", ...described(body) };
    if (method !== "GET" && this.csrf) headers["X-CSRF-Token"] = this.csrf;
    try {
      return await this.#fetch(this.#base + path, {
        ...{ method, headers, credentials: "same-origin" },
        ...(body ? { body: body instanceof File ? body : JSON.stringify(body) } : {}),
      });
    } catch {
      throw new ApiError(0, "network", "The server cannot be reached.");
    }
  }
}

function described(body: object | undefined): Record<string, string> {
  if (!body) return {};
  if (!(body instanceof File)) return { "Content-Type": "application/json" };
  return { "Content-Type": body.type || "application/octet-stream", "X-File-Name": encodeURIComponent(body.name) };
}

async function readError(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as {
      error: { code: string; message: string; details?: Record<string, unknown> };
    };
    return new ApiError(response.status, error.code, error.message, error.details);
  } catch {
    return new ApiError(response.status, "other", `HTTP ${response.status}`);
  }
}
