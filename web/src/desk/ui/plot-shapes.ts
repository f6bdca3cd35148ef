/** Where the columns of a plot stand, in the units of its view box. */

export interface Bar {
  label: string;
  count: number;
}

export interface Column extends Bar {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const WIDTH = 360;
export const HEIGHT = 150;
/** Room above for the number, below for the label, and beside for labels wider than a column. */
const ABOVE = 16;
const BELOW = 18;
const BESIDE = 8;

/** Columns as high as their share of the highest; a count of 0 has none. */
export function columns(bars: readonly Bar[]): Column[] {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const step = (WIDTH - 2 * BESIDE) / Math.max(1, bars.length);
  return bars.map((bar, place) => {
    const height = (bar.count / most) * (HEIGHT - ABOVE - BELOW);
    return { ...bar, x: BESIDE + place * step + step * 0.12, y: HEIGHT - BELOW - height, width: step * 0.76, height };
  });
}

/** Of many columns every third is named, so that names do not run into one another. */
export function isNamed(place: number, of: number): boolean {
  return of <= 12 || place % 3 === 0;
}
