/** Everything that belongs to one visitor of one server, opened and closed together. */

import type { ChatMessage, Failure } from "../shared/chat";
import type { KeyValues } from "../shared/storage";
import { Connection } from "./connection";
import { httpDoor } from "./door";
import { keeping } from "./identity";
import { Outbox, type Enclosed } from "./outbox";
import { Pictures } from "./pictures";
import { Tray, type TrayItem } from "./tray";
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
  readonly #quotedKey: string;
  readonly #changed: () => void;

  constructor({ server, identity, language, changed, refused }: ChatOptions, drafts: KeyValues) {
    const { storage, scope } = keeping(server, identity);
    this.#drafts = drafts;
    this.#draftKey = `qingting:${scope}:draft`;
    this.#quotedKey = `qingting:${scope}:quoted`;
    this.#changed = changed;
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

  /** The message that the next one answers. */
  get quoted(): ChatMessage | null {
    const seq = Number(this.#drafts.getItem(this.#quotedKey) ?? 0);
    return (seq && this.connection.transcript.messages.find((one) => one.seq === seq)) || null;
  }

  /** Answer the message at this place with the next one, or none. */
  quote(seq: number | null): void {
    if (seq === null) this.#drafts.removeItem(this.#quotedKey);
    else this.#drafts.setItem(this.#quotedKey, String(seq));
    this.#changed();
  }

  /** `sent` was taken from the tray. */
  say(text: string, enclosed: Enclosed = {}, sent: readonly TrayItem[] = []): void {
    for (const { key, attachment, file } of sent) {
      if (attachment && file) this.pictures.give(attachment.id, file);
      this.pictures.forget(key);
    }
    this.connection.say(text, { ...enclosed, attachments: sent.flatMap(({ attachment }) => attachment ?? []) });
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

