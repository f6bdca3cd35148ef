/** A complaint that is being typed in. What was typed stays while one looks elsewhere at the desk. */

import { uuid } from "../../shared/uuid";
import type { Api } from "../api";
import { Composing } from "./composing";
import { Observable } from "./observable";

export const SOURCES = ["letter", "visit", "hotline", "partner", "regulator"] as const;
export const SPOKEN = ["zh-Hans", "zh-Hant", "en"] as const;
export const KEEPERS = ["queue", "agent"] as const;

/** Fields that are sent as they stand. */
export interface RecordForm {
  source: string;
  language: string;
  keeper: string;
  text: string;
  name: string;
  contact: string;
  demand: string;
  policy_number: string;
  product: string;
  happened_on: string;
}

export interface NewCase {
  conversation_id: string;
  case_id: string;
  case_number: string | null;
  owner: string;
}

const blank = (): RecordForm => ({
  ...{ source: SOURCES[0], language: SPOKEN[0], keeper: KEEPERS[0], text: "", name: "", contact: "" },
  ...{ demand: "", policy_number: "", product: "", happened_on: "" },
});

export class Recording extends Observable {
  form = blank();
  busy = false;
  /** What was recorded last. */
  made: NewCase | null = null;
  /** Whether the next one has been begun since. */
  begun = false;
  readonly composing: Composing;
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;
  /** Kept until it was taken, so that a second try makes no second complaint. */
  #clientId = uuid();

  constructor(api: Api, fail: (error: unknown) => void) {
    super();
    this.#api = api;
    this.#fail = fail;
    this.composing = new Composing("/complaints", api, fail);
  }

  write(field: keyof RecordForm, value: string): void {
    this.form = { ...this.form, [field]: value };
    this.begun = true;
    this.changed();
  }

  get complete(): boolean {
    return this.form.text.trim() !== "" && !this.busy && !this.composing.uploading;
  }

  async send(): Promise<void> {
    if (!this.complete) return;
    this.busy = true;
    this.changed();
    const enclosed = this.composing.take();
    try {
      this.made = await this.#api.send<NewCase>("POST", "/complaints", {
        ...this.form,
        happened_on: this.form.happened_on || null,
        client_id: this.#clientId,
        attachments: enclosed.attachments.map(({ id }) => id),
      });
      const { source, language, keeper } = this.form;
      this.form = { ...blank(), source, language, keeper };
      this.#clientId = uuid();
      this.begun = false;
    } catch (error) {
      this.composing.putBack(enclosed);
      this.#fail(error);
    }
    this.busy = false;
    this.changed();
  }
}
