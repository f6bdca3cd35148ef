/** Events of the log as people read them. */

import type { DeskEvent } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";

export type Names = ReadonlyMap<string, string>;

export function kindText(kind: string): string {
  const known = tCode("event", kind);
  return known === kind ? t("event.other", { kind }) : known;
}

export function actorText(actor: string, names: Names): string {
  const id = actor.replace(/^agent:/, "");
  return id === actor ? tCode("actor", actor) : (names.get(id) ?? t("author.agent"));
}

/** Where the words for a value in an event's data are. */
const areas: Record<string, readonly string[]> = {
  ...{ from: ["hand"], to_owner: ["hand"], owner: ["hand"], name: ["signal", "fact", "change"], author: ["author"] },
  ...{ delivery: ["delivery"], state: ["case_state"], level: ["level"], reason: ["reason"], outcome: ["outcome"] },
  ...{ role: ["role"], active: ["change"], change: ["change"], password: ["change"], channel: ["channel"] },
  ...{ languages: ["language", "change"], scenarios: ["scenario", "change"], product_lines: ["change"] },
  ...{ team_id: ["change"], capacity: ["change"], of_kind: ["event"] },
};
const times: ReadonlySet<string> = new Set(["answer_by", "at", "since", "until"]);
const hidden: ReadonlySet<string> = new Set(["seq", "message_id", "author", "callback_id", "notice_id"]);

export interface Detail {
  key: string;
  value: string;
}

/** What of an event's data is worth showing, in words; `names` of people and teams by id. */
export function details({ data }: DeskEvent, names: Names): Detail[] {
  return Object.entries(data)
    .filter(([key, value]) => !hidden.has(key) && (typeof value === "string" || typeof value === "number") && value !== "")
    .map(([key, value]) => ({ key, value: names.get(String(value)) ?? words(key, String(value)) }));
}

/** What is worth showing, in a line. */
export function detailsText(event: DeskEvent, names: Names): string {
  return details(event, names)
    .map(({ key, value }) => ` ${key === "to_owner" ? "→" : "·"} ${value}`)
    .join("");
}

/** All of it in one line. */
export function eventText(event: DeskEvent, names: Names): string {
  const seq = event.data["seq"];
  const place = typeof seq === "number" ? ` #${seq}` : "";
  return `${kindText(event.kind)}${place} · ${actorText(event.actor, names)}${detailsText(event, names)}`;
}

/** A list of codes is put into words one by one. */
function words(key: string, value: string): string {
  if (times.has(key)) return moment(value, locale.language) || value;
  return value
    .split(", ")
    .map((code) => word(key, code))
    .join(locale.language === "en" ? ", " : "、");
}

function word(key: string, value: string): string {
  for (const area of areas[key] ?? []) {
    const text = tCode(area, value);
    if (text !== value) return text;
  }
  return value;
}
