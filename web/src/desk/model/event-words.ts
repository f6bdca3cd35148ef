/** Events in the words of the one who reads. */

import type { DeskEvent } from "../../shared/desk";
import { t, tCode } from "../i18n";

/** Where the words for a value in an event's data are. */
const areas: Record<string, readonly string[]> = {
  ...{ from: ["hand"], to_owner: ["hand"], owner: ["hand"], name: ["signal", "fact"], author: ["author"] },
  ...{ delivery: ["delivery"], state: ["case_state"], level: ["level"], reason: ["reason"], outcome: ["outcome"] },
};
const hidden = new Set(["seq", "message_id", "author"]);

export type Names = ReadonlyMap<string, string>;

/** What happened. */
export function kindText(kind: string): string {
  const known = tCode("event", kind);
  return known === kind ? t("event.other", { kind }) : known;
}

/** Who did it. */
export function actorText(actor: string, names: Names): string {
  const id = actor.replace(/^agent:/, "");
  return id === actor ? tCode("actor", actor) : (names.get(id) ?? t("author.agent"));
}

/** The rest of it. */
export function detailsText(data: Record<string, unknown>, names: Names): string {
  return Object.entries(data)
    .filter(([key, value]) => !hidden.has(key) && (typeof value === "string" || typeof value === "number") && value !== "")
    .map(([key, value]) => ` ${key === "to_owner" ? "→" : "·"} ${names.get(String(value)) ?? word(key, String(value))}`)
    .join("");
}

/** All of it in one line. */
export function eventText({ kind, actor, data }: DeskEvent, names: Names): string {
  const seq = data["seq"];
  return `${kindText(kind)}${typeof seq === "number" ? ` #${seq}` : ""} · ${actorText(actor, names)}${detailsText(data, names)}`;
}

function word(key: string, value: string): string {
  for (const area of areas[key] ?? []) {
    const text = tCode(area, value);
    if (text !== value) return text;
  }
  return value;
}
