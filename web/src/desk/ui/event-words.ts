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
  ...{ delivery: ["delivery"], state: ["case_state"], level: ["level"], reason: ["reason", "outcome"], outcome: ["outcome"] },
  ...{ role: ["role"], active: ["change"], change: ["change"], password: ["change"], channel: ["channel"] },
  ...{ languages: ["language", "change"], scenarios: ["scenario", "change"], product_lines: ["change"] },
  ...{ team_id: ["change"], capacity: ["change"], of_kind: ["event"], what: ["judgement"], kind: ["file"], answer: ["survey"] },
};
/** Where they are for what was judged, and what it should be. */
const judged = ["anger", "cause", "level", "intent", "signal"];
const times: ReadonlySet<string> = new Set(["answer_by", "at", "since", "until"]);

export interface Detail {
  key: string;
  value: string;
}

/** What of an event's data has a word for it, in words; `names` of people and teams by id. */
export function details({ kind, data }: DeskEvent, names: Names): Detail[] {
  return Object.entries(data)
    .filter(([key, value]) => tCode("data", key) !== key && (typeof value === "string" || typeof value === "number") && value !== "")
    .map(([key, value]) => ({ key, value: names.get(String(value)) ?? words(kind, key, String(value)) }));
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
function words(kind: string, key: string, value: string): string {
  if (times.has(key)) return moment(value, locale.language) || value;
  const places = kind === "judgement.overruled" && (key === "was" || key === "should_be") ? judged : areas[key];
  return value
    .split(/, ?/)
    .map((code) => word(places, code))
    .join(locale.language === "en" ? ", " : "、");
}

function word(places: readonly string[] | undefined, value: string): string {
  for (const area of places ?? []) {
    const text = tCode(area, value);
    if (text !== value) return text;
  }
  return value;
}
