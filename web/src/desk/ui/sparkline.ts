/** Anger over the messages as a small picture. */

const WIDTH = 160;
const HEIGHT = 34;
const PAD = 4;
const TOP = 4;
/** So many messages fit without becoming a blur; the last ones count. */
export const MOST = 40;

export interface Dot {
  x: number;
  y: number;
  anger: number;
}

/** Where each message stands; degrees from 0 (below) to 4 (above). */
export function dots(course: readonly number[]): Dot[] {
  const shown = course.slice(-MOST);
  const step = shown.length > 1 ? (WIDTH - 2 * PAD) / (shown.length - 1) : 0;
  return shown.map((anger, index) => ({
    x: shown.length > 1 ? PAD + index * step : WIDTH / 2,
    y: HEIGHT - PAD - (anger / TOP) * (HEIGHT - 2 * PAD),
    anger,
  }));
}

export const viewBox = `0 0 ${WIDTH} ${HEIGHT}`;

export function points(course: readonly number[]): string {
  return dots(course)
    .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(" ");
}
