import { describe, expect, it } from "vitest";
import { brandProperties, contrast, parseHex, SURFACES } from "../../src/widget/brand";
import { colours } from "../../src/widget/styles/colours";

const rgb = (text: string) => parseHex(text)!;
const BRANDS = ["#e60012", "#ffd400", "#ffffff", "#000000", "#1c625c", "#0a5", "#7f7f7f", "#00f", "#767676"];

describe("a page's colour", () => {
  it.each(BRANDS)("%s is readable wherever it stands", (brand) => {
    const properties = brandProperties(brand)!;
    const of = (name: string) => rgb(properties[name]!);
    expect(contrast(of("--qt-brand"), of("--qt-on-brand"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of("--qt-brand-strong"), of("--qt-on-brand"))).toBeGreaterThanOrEqual(4.5);
    for (const scheme of ["light", "dark"] as const) {
      const mine = of(`--qt-brand-mine-${scheme}`);
      for (const surface of [...SURFACES[scheme].map(rgb), mine]) {
        expect(contrast(of(`--qt-brand-ink-${scheme}`), surface)).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(rgb(scheme === "light" ? "#26231e" : "#efebe4"), mine)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("stays as it is where it can be read already", () => {
    expect(brandProperties("#1C625C")).toMatchObject({ "--qt-brand": "#1c625c", "--qt-brand-ink-light": "#1c625c" });
    expect(brandProperties("#0a5")).toMatchObject({ "--qt-on-brand": "#1a1a1a" });
  });

  it("is refused where it is no #rrggbb", () => {
    for (const wrong of ["teal", "#12", "#1234567", "rgb(0,0,0)", "#12345g"]) expect(brandProperties(wrong)).toBeNull();
  });

  it("is held against the surfaces that the styles have", () => {
    for (const surface of [...SURFACES.light, ...SURFACES.dark]) expect(colours.cssText).toContain(surface);
  });
});
