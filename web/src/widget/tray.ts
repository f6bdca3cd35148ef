/** Files that the customer is about to send: each is uploaded at once and can be removed again. */

import type { AttachmentKind, ChatAttachment, Limits } from "../shared/chat";
import { uuid } from "../shared/uuid";
import { UploadError, type FileDoor } from "./door";

export interface TrayItem {
  key: string;
  name: string;
  kind: AttachmentKind;
  /** How far the upload is, 0 to 1. */
  progress: number;
  /** The file itself, for a preview; none where it came back from the outbox. */
  file: File | null;
  /** Set once the server has it. */
  attachment: ChatAttachment | null;
  /** Code of what went wrong. */
  error: string | null;
  /** Beside the error: the megabytes that a file may have. */
  limit: string;
}

const MEGABYTE = 2 ** 20;

export class Tray {
  /** What the server takes; none until it has said so. */
  limits: Limits | null = null;
  /** More files were picked than one message may have. */
  overfull = false;
  #items: readonly TrayItem[] = [];
  readonly #running = new Map<string, AbortController>();
  readonly #door: FileDoor;
  readonly #token: () => string | null;
  readonly #changed: () => void;

  constructor(door: FileDoor, token: () => string | null, changed: () => void) {
    this.#door = door;
    this.#token = token;
    this.#changed = changed;
  }

  get items(): readonly TrayItem[] {
    return this.#items;
  }

  get uploading(): boolean {
    return this.#items.some(({ attachment, error }) => !attachment && !error);
  }

  get ready(): readonly ChatAttachment[] {
    return this.#items.flatMap(({ attachment }) => attachment ?? []);
  }

  add(files: readonly File[]): void {
    if (!this.limits) return;
    const room = this.limits.per_message - this.#items.length;
    this.overfull = files.length > room;
    for (const file of files.slice(0, Math.max(0, room))) void this.#start(file);
    this.#changed();
  }

  remove(key: string): void {
    this.#running.get(key)?.abort();
    this.#items = this.#items.filter((item) => item.key !== key);
    this.overfull = false;
    this.#changed();
  }

  /** What is sent now; failed ones stay, so that the customer sees that they are not part of it. */
  take(): readonly TrayItem[] {
    const sent = this.#items.filter(({ attachment }) => attachment);
    this.#items = this.#items.filter(({ attachment }) => !attachment);
    this.overfull = false;
    this.#changed();
    return sent;
  }

  /** A message was taken back: its files are still on the server. */
  putBack(attachments: readonly ChatAttachment[]): void {
    const back = attachments.map((attachment) => ({
      ...{ key: attachment.id, name: attachment.name, kind: attachment.kind, attachment },
      ...{ progress: 1, file: null, error: null, limit: "" },
    }));
    this.#items = [...back, ...this.#items];
    this.#changed();
  }

  stop(): void {
    for (const upload of this.#running.values()) upload.abort();
  }

  async #start(file: File): Promise<void> {
    const key = uuid();
    const kind = kindOf(file);
    const item = { key, kind, file, name: file.name, progress: 0, attachment: null, limit: "" };
    const largest = this.#largest(kind);
    const token = this.#token();
    if (file.size > largest) {
      this.#items = [...this.#items, { ...item, error: "too_large", limit: String(largest / MEGABYTE) }];
      return;
    }
    this.#items = [...this.#items, { ...item, error: token ? null : "network" }];
    if (token) await this.#upload(key, file, token);
  }

  async #upload(key: string, file: File, token: string): Promise<void> {
    const stop = new AbortController();
    this.#running.set(key, stop);
    try {
      const progress = (share: number) => this.#update(key, { progress: share });
      const attachment = await this.#door.upload(file, token, progress, stop.signal);
      this.#update(key, { attachment, progress: 1 });
    } catch (error) {
      const code = error instanceof UploadError ? error.code : "error";
      this.#update(key, { error: code, limit: String(this.#largest(kindOf(file)) / MEGABYTE) });
    } finally {
      this.#running.delete(key);
    }
  }

  #largest(kind: AttachmentKind): number {
    const largest: Limits["largest"] = this.limits?.largest ?? {};
    return largest[kind] ?? Math.max(0, ...Object.values(largest));
  }

  #update(key: string, change: Partial<TrayItem>): void {
    this.#items = this.#items.map((item) => (item.key === key ? { ...item, ...change } : item));
    this.#changed();
  }
}

/** By what the browser says; the server looks into the file and has the last word. */
function kindOf({ type }: File): AttachmentKind {
  const family = type.split("/")[0];
  return family === "image" || family === "audio" || family === "video" ? family : "file";
}

/** For the picker: whole families where we take several of them, as browsers name their types differently. */
export function accepted({ types }: Limits): string {
  const names = Object.entries(types).map(([type, kind]) => (kind === "file" ? type : `${kind}/*`));
  return [...new Set(names)].join(",");
}
