/** Times as people read them, in the browser's own time zone. */

const locales: Record<string, string> = { "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", en: "en-GB" };

/** Making one costs as much as drawing a message, and the browser stands still when it clears away thousands. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(iso: string, language: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const key = JSON.stringify([language, options]);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locales[language] ?? language, options);
  formats.set(key, made);
  return made.format(date);
}

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

/** `14:03` */
export function clock(iso: string, language: string): string {
  return format(iso, language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** `14:03` today, otherwise with the date: a time that is told must not be ambiguous. */
export function moment(iso: string, language: string, now = new Date()): string {
  const time = clock(iso, language);
  return sameDay(new Date(iso), now) ? time : `${day(iso, language, now)} ${time}`;
}

/** `2026-11-21 14:03`, the same in every language: for paper, which has no today. */
export function stamp(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  const days = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${days} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Date and time to the second, for records. */
export function seconds(iso: string, language: string): string {
  const options = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return format(iso, language, { ...options, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

/** `11月21日`, with the year where it is another one. */
export function day(iso: string, language: string, now = new Date()): string {
  const year = new Date(iso).getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return format(iso, language, { ...year, month: language === "en" ? "short" : "long", day: "numeric" });
}

/** A key that is equal for times of the same local day. */
export function dayKey(iso: string): string {
  return new Date(iso).toDateString();
}

export function isToday(iso: string, now = new Date()): boolean {
  return sameDay(new Date(iso), now);
}
