/** What the customer chose for this browser; nothing is written before they choose. */

import { pageStorage } from "../shared/storage";
import { nearest, type Language } from "./i18n";

const LANGUAGE = "qingting:language";
const LARGE = "qingting:large";

export class Choices {
  readonly #storage = pageStorage("localStorage");

  get language(): Language | null {
    const chosen = this.#storage.getItem(LANGUAGE);
    return chosen ? nearest(chosen) : null;
  }

  chooseLanguage(language: Language): void {
    this.#storage.setItem(LANGUAGE, language);
  }

  /** null: the page's own setting counts. */
  get large(): boolean | null {
    const chosen = this.#storage.getItem(LARGE);
    return chosen ? chosen === "yes" : null;
  }

  chooseLarge(large: boolean): void {
    this.#storage.setItem(LARGE, large ? "yes" : "no");
  }
}
