/** What goes with the reply that is being written: files, a quotation, the limits of the platform. */

import type { ChatAttachment } from "../../shared/chat";
import type { Enclosed, ReplyLimits } from "../../shared/replies";
import { uuid } from "../../shared/uuid";
import { ApiError, type Api } from "../api";
import { Observable } from "./observable";

/** As often as the server listens. */
const TYPING_MS = 2500;

const NOTHING: Enclosed = { attachments: [], quoted: null, canned: null };

export interface TrayFile {
  key: string;
  name: string;
  size: number;
  attachment: ChatAttachment | null;
  /** Why it was not taken. */
  error: unknown;
}

export class Composing extends Observable {
  limits: ReplyLimits | null = null;
  files: readonly TrayFile[] = [];
  /** The `seq` of the message that is answered. */
  quoted: number | null = null;
  canned: string | null = null;
  readonly #path: string;
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;
  readonly #keep: (enclosed: Enclosed) => void;
  #typedAt = 0;

  /** `kept`: what was there before the page was loaded again; `keep` is told of every change. */
  constructor(path: string, api: Api, fail: (error: unknown) => void, kept = NOTHING, keep: (enclosed: Enclosed) => void = () => undefined) {
    super();
    this.#path = path;
    this.#api = api;
    this.#fail = fail;
    this.#keep = keep;
    this.quoted = kept.quoted;
    this.canned = kept.canned;
    this.files = kept.attachments.map(inTray);
  }

  async load(): Promise<void> {
    try {
      this.limits = await this.#api.get<ReplyLimits>(`${this.#path}/limits`);
      this.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Whether the platform takes one more message. */
  get open(): boolean {
    const standing = this.limits?.window?.standing ?? "open";
    return standing === "open" || standing === "template";
  }

  get ready(): boolean {
    return this.files.some(({ attachment }) => attachment !== null);
  }

  get uploading(): boolean {
    return this.files.some(({ attachment, error }) => attachment === null && error === null);
  }

  quote(seq: number | null): void {
    this.quoted = seq;
    this.#set(this.files);
  }

  /** The text begins from these canned words; null: it was emptied. */
  begin(canned: string | null): void {
    this.canned = canned;
    this.#keep(this.#enclosed);
  }

  async add(chosen: readonly File[]): Promise<void> {
    const room = (this.limits?.files?.per_message ?? 0) - this.files.length;
    await Promise.all(chosen.slice(0, Math.max(0, room)).map((file) => this.#upload(file)));
  }

  remove(key: string): void {
    this.#set(this.files.filter((one) => one.key !== key));
  }

  /** What goes with the reply; the next one starts without. */
  take(): Enclosed {
    const taken = this.#enclosed;
    this.quoted = null;
    this.canned = null;
    this.#set([]);
    return taken;
  }

  putBack({ attachments, quoted, canned }: Enclosed): void {
    this.quoted = quoted;
    this.canned = canned;
    this.#set([...attachments.map(inTray), ...this.files]);
  }

  /** A sign for the customer, at most one in a while; a lost one is no harm. */
  typed(): void {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_MS) return;
    this.#typedAt = now;
    this.#api.send("PUT", `${this.#path}/typing`).catch(() => undefined);
  }

  async #upload(file: File): Promise<void> {
    const key = uuid();
    this.#set([...this.files, { key, name: file.name, size: file.size, attachment: null, error: null }]);
    try {
      const most = this.#largest(file);
      if (most !== null && file.size > most) throw new ApiError(413, "file_too_large", "", { megabytes: Math.floor(most / 2 ** 20) });
      const attachment = await this.#api.send<ChatAttachment>("POST", `${this.#path}/attachments`, file);
      this.#change(key, { attachment });
    } catch (error) {
      this.#change(key, { error });
    }
  }

  #largest({ type }: File): number | null {
    const files = this.limits?.files;
    const kind = files?.types[type];
    return (kind && files.largest[kind]) ?? null;
  }

  #change(key: string, change: Partial<TrayFile>): void {
    this.#set(this.files.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  get #enclosed(): Enclosed {
    return { attachments: this.files.flatMap(({ attachment }) => attachment ?? []), quoted: this.quoted, canned: this.canned };
  }

  #set(files: readonly TrayFile[]): void {
    this.files = files;
    this.#keep(this.#enclosed);
    this.changed();
  }
}

function inTray(attachment: ChatAttachment): TrayFile {
  return { key: uuid(), name: attachment.name, size: attachment.size, attachment, error: null };
}
