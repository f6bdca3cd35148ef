/** Colours from the one that a page gives, readable wherever they stand (WCAG 2 AA), light and dark. */

type Rgb = readonly [number, number, number];

/** What text in the page's colour may stand on; `styles/colours.ts` has the same. */
export const SURFACES = {
  light: ["#ffffff", "#fbf8f3", "#f3eee4"],
  dark: ["#262421", "#1b1a18", "#2d2a26"],
} as const;

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const DARK_INK: Rgb = [26, 26, 26];
const TEXT_CONTRAST = 4.5;
const STEP = 0.04;
const TINT = { light: 0.14, dark: 0.3 } as const;

/** `#rgb` or `#rrggbb`; null for anything else. */
export function parseHex(text: string): Rgb | null {
  const digits = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(text.trim())?.[1];
  if (!digits) return null;
  const six = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  const at = (start: number) => Number.parseInt(six.slice(start, start + 2), 16);
  return [at(0), at(2), at(4)];
}

/** The custom properties that follow from one colour; null where it cannot be read. */
export function brandProperties(colour: string): Record<string, string> | null {
  const brand = parseHex(colour);
  if (!brand) return null;
  const on = contrast(brand, WHITE) >= TEXT_CONTRAST ? WHITE : DARK_INK;
  const fill = on === WHITE ? brand : away(brand, [on], WHITE);
  const properties: Record<string, string> = {
    "--qt-brand": css(fill),
    "--qt-brand-strong": css(mix(fill, on === WHITE ? BLACK : WHITE, 0.15)),
    "--qt-on-brand": css(on),
  };
  for (const scheme of ["light", "dark"] as const) {
    const surfaces = SURFACES[scheme].map((one) => parseHex(one) ?? WHITE);
    const tint = mix(surfaces[0] ?? WHITE, brand, TINT[scheme]);
    properties[`--qt-brand-mine-${scheme}`] = css(tint);
    properties[`--qt-brand-ink-${scheme}`] = css(away(brand, [...surfaces, tint], scheme === "light" ? BLACK : WHITE));
  }
  return properties;
}

export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour moved towards `end` until it can be read on all of them. */
function away(colour: Rgb, surfaces: readonly Rgb[], end: Rgb): Rgb {
  for (let share = 0; share < 1; share += STEP) {
    const tried = mix(colour, end, share);
    if (surfaces.every((surface) => contrast(tried, surface) >= TEXT_CONTRAST)) return tried;
  }
  return end;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(a[index] + (b[index] - a[index]) * share);
  return [part(0), part(1), part(2)];
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function css(colour: Rgb): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
