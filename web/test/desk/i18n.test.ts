import { describe, expect, it } from "vitest";
import { dictionaries } from "../../src/desk/i18n";

const SIGNALS = [
  ...["regulator", "media", "legal", "violence", "self_harm", "group", "repeat", "vip", "influencer"],
  ...["excessive_demand", "staff_fraud", "lost_patience"],
];
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("the desk's languages", () => {
  const reference = dictionaries["zh-Hans"];
  for (const [language, texts] of Object.entries(dictionaries)) {
    it(`${language} has every text with the same values to fill in`, () => {
      expect(Object.keys(texts).sort()).toEqual(Object.keys(reference).sort());
      for (const [key, text] of Object.entries(texts)) {
        expect(text.trim(), key).not.toBe("");
        expect(names(text), key).toEqual(names(reference[key as keyof typeof reference]));
      }
    });

    it(`${language} names every signal and says what to avoid`, () => {
      for (const signal of SIGNALS) {
        expect(texts).toHaveProperty([`signal.${signal}`]);
        expect(texts).toHaveProperty([`avoid.avoid_${signal}`]);
      }
    });
  }
});
