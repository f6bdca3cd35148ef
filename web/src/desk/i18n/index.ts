/** The desk's words in the chosen language. */

import { pageStorage } from "../../shared/storage";
import { Observable } from "../model/observable";
import { en } from "./en";
import { zh } from "./zh";

export type TextKey = keyof typeof zh;
export type DeskLanguage = "zh-Hans" | "en";
type Values = Record<string, string | number>;

export const dictionaries: Record<DeskLanguage, Record<TextKey, string>> = { "zh-Hans": zh, en };
const KEY = "qingting:desk:language";

class Locale extends Observable {
  #language: DeskLanguage | null = null;

  get language(): DeskLanguage {
    this.#language ??= preferred();
    return this.#language;
  }

  set language(language: DeskLanguage) {
    this.#language = language;
    pageStorage("localStorage").setItem(KEY, language);
    this.changed();
  }
}

export const locale = new Locale();

export function t(key: TextKey, values: Values = {}): string {
  const text = dictionaries[locale.language][key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** For codes that the server sends: the code itself where no text is known. */
export function tCode(area: string, code: string, values: Values = {}): string {
  const key = `${area}.${code}`;
  return key in zh ? t(key as TextKey, values) : code;
}

function preferred(): DeskLanguage {
  const stored = pageStorage("localStorage").getItem(KEY);
  if (stored === "en" || stored === "zh-Hans") return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
}
