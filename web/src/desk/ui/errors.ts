import { moment } from "../../shared/times";
import { ApiError } from "../api";
import { locale, t, tCode } from "../i18n";

/** One sentence for the person at the desk. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t("error.other", { message: String(error) });
  return codeText(error.code, { ...error.details, message: error.message });
}

export function codeText(code: string, details: Record<string, unknown> = {}): string {
  const since = typeof details["since"] === "string" ? moment(details["since"], locale.language) : "";
  const values = { ...strings(details), since };
  const text = tCode("error", code, values);
  return text === code ? t("error.other", { message: strings(details)["message"] ?? code }) : text;
}

function strings(details: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, String(value)]));
}
