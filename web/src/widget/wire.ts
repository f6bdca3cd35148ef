/** The socket, reduced to what the protocol needs; tests put a fake in its place. */

import { io, type Socket } from "socket.io-client";

export interface Wire {
  on(event: string, handler: (payload: unknown) => void): void;
  emit(event: string, payload: unknown): void;
  /** Resolves with the acknowledgement; rejects where none came in time. */
  request(event: string, payload: unknown): Promise<unknown>;
  open(): void;
  close(): void;
}

const ACK_MS = 8000;
const RETRY_MS = 2000;

/** `connect`, `disconnect` and `connect_error` arrive like events of the server. */
export function socketWire(server: string): Wire {
  const url = new URL(server, location.href);
  const socket: Socket = io(url.origin, {
    path: `${url.pathname.replace(/\/$/, "")}/socket.io`,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 400,
    reconnectionDelayMax: 5000,
    timeout: 10_000,
  });
  const stop = keepTrying(socket);
  return {
    on: (event, handler) => void socket.on(event, handler),
    emit: (event, payload) => void socket.emit(event, payload),
    request: (event, payload) =>
      socket.timeout(ACK_MS).emitWithAck(event, payload) as Promise<unknown>,
    open: () => void socket.connect(),
    close: () => {
      stop();
      socket.disconnect();
    },
  };
}

/** The library gives up where the server itself hung up or refused; a restart looks like that. */
function keepTrying(socket: Socket): () => void {
  let closing: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(closing);
    closing = setTimeout(() => void socket.connect(), RETRY_MS);
  };
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") later();
  });
  socket.on("connect_error", () => {
    if (!socket.active) later();
  });
  return () => clearTimeout(closing);
}
