import { describe, expect, it } from "vitest";
import { dictionaries, nearest, translator } from "../../src/widget/i18n";

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("the widget's languages", () => {
  const reference = dictionaries["zh-Hans"];
  for (const [language, texts] of Object.entries(dictionaries)) {
    it(`${language} has every text with the same values to fill in`, () => {
      expect(Object.keys(texts).sort()).toEqual(Object.keys(reference).sort());
      for (const [key, text] of Object.entries(texts)) {
        expect(text.trim(), key).not.toBe("");
        expect(names(text), key).toEqual(names(reference[key as keyof typeof reference]));
      }
    });
  }

  it("are chosen by tag", () => {
    expect(["zh-CN", "zh-HK", "zh-Hant-TW", "zh", "en-GB", "de"].map(nearest)).toEqual([
      "zh-Hans",
      "zh-Hant",
      "zh-Hant",
      "zh-Hans",
      "en",
      "zh-Hans",
    ]);
  });

  it("fill values in", () => {
    expect(translator("zh-Hans")("queue_ahead", { n: 2 })).toBe("前面还有 2 位");
  });
});
