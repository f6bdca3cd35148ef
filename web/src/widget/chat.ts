/** Everything that belongs to one visitor of one server, opened and closed together. */

import type { Failure } from "../shared/chat";
import type { KeyValues } from "../shared/storage";
import { Connection } from "./connection";
import { httpDoor } from "./door";
import { keeping } from "./identity";
import { Outbox } from "./outbox";
import { Pictures } from "./pictures";
import { Tray } from "./tray";
import { socketWire } from "./wire";

export interface ChatOptions {
  server: string;
  /** The embedding site's token; empty for an anonymous visitor. */
  identity: string;
  language: string;
  changed: () => void;
  /** The server does not accept `identity`. */
  refused: (failure: Failure) => void;
}

export class Chat {
  readonly outbox: Outbox;
  readonly connection: Connection;
  readonly tray: Tray;
  readonly pictures: Pictures;
  readonly #drafts: KeyValues;
  readonly #draftKey: string;

  constructor({ server, identity, language, changed, refused }: ChatOptions, drafts: KeyValues) {
    const { storage, scope } = keeping(server, identity);
    this.#drafts = drafts;
    this.#draftKey = `qingting:${scope}:draft`;
    this.outbox = new Outbox(storage, scope);
    const [door, token] = [httpDoor(server), () => this.outbox.token];
    this.tray = new Tray(door, token, changed);
    this.pictures = new Pictures(door, token, changed);
    const named = identity ? { token: identity, refused } : null;
    this.connection = new Connection(socketWire(server), this.outbox, language, changed, named);
    this.connection.start();
  }

  get draft(): string {
    return this.#drafts.getItem(this.#draftKey) ?? "";
  }

  set draft(text: string) {
    if (text) this.#drafts.setItem(this.#draftKey, text);
    else this.#drafts.removeItem(this.#draftKey);
  }

  /** Messages of others that were never on screen. */
  get unread(): number {
    const from = this.outbox.lastSeq;
    return this.connection.transcript.messages.filter(({ seq, author }) => seq > from && author !== "customer").length;
  }

  stop(): void {
    this.connection.stop();
    this.tray.stop();
    this.pictures.stop();
  }
}

