/** Every word that the widget says by itself. `{name}` marks what is filled in. */

import { en } from "./texts/en";
import { zhHans } from "./texts/zh-hans";
import { zhHant } from "./texts/zh-hant";

export type TextKey = keyof typeof zhHans;
export type Texts = Record<TextKey, string>;
export type Language = "zh-Hans" | "zh-Hant" | "en";

export const dictionaries: Record<Language, Texts> = { "zh-Hans": zhHans, "zh-Hant": zhHant, en };
export const languageNames: Record<Language, string> = { "zh-Hans": "简体中文", "zh-Hant": "繁體中文", en: "English" };

/** The supported language nearest to a BCP 47 tag. */
export function nearest(tag: string): Language {
  const lower = tag.toLowerCase();
  if (!lower.startsWith("zh")) return lower.startsWith("en") ? "en" : "zh-Hans";
  return /hant|tw|hk|mo/.test(lower) ? "zh-Hant" : "zh-Hans";
}

export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

export function translator(language: Language): Translate {
  const texts = dictionaries[language];
  return (key, values) => fill(texts[key], values);
}
