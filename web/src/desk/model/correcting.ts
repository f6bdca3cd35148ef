/** Corrections: what may be corrected, what it can become, and how it is named. */

import { ANGER, INTENTS, SIGNALS } from "../../shared/desk";
import type { Brief, Case, Heard, Judgement, Message, Overruling, Signal } from "../../shared/desk";
import { t, tCode } from "../i18n";

type Place = Pick<Message, "id" | "text">;

/** What the agent has pointed at. A signal that is not there yet is added to `message`, or to the case; `likely` is
 * offered first. Causes are those of the message, or of the case. */
export type Subject =
  | { what: "signal"; signal: Signal | null; message: Place | null; likely?: string }
  | { what: "anger" | "intent"; message: Place }
  | { what: "cause"; message: Place | null }
  | { what: "level" }
  | { what: "fact"; name: string };

/** What stands now, as the server wants to hear it. */
export function standing(subject: Subject, brief: Brief, kase: Case): string {
  switch (subject.what) {
    case "signal":
      return subject.signal?.name ?? "";
    case "level":
      return kase.level;
    case "cause":
      return (subject.message ? (heardOf(brief, subject.message)?.causes ?? []) : brief.causes).join(",");
    case "fact":
      return kase.facts.find(({ name }) => name === subject.name)?.value ?? "";
    default:
      return heardValue(subject.what, heardOf(brief, subject.message));
  }
}

/** The values to choose from, without the one that stands. */
export function choices(subject: Subject, was: string, signals: readonly Signal[]): string[] {
  if (subject.what === "level") return was === "major" ? ["ordinary"] : ["major"];
  if (subject.what === "anger") return ANGER.map(String).filter((degree) => degree !== was);
  if (subject.what === "intent") return INTENTS.filter((intent) => intent !== was);
  if (subject.what !== "signal") return [];
  const place = messageOf(subject);
  const there = new Set(signals.filter((signal) => signal.message_id === place).map(({ name }) => name));
  const others = SIGNALS.filter((name) => !there.has(name));
  return subject.signal ? ["", ...others] : [...others];
}

/** The signal that makes a dimension what it is, to be corrected; one that would make it so is added. */
export function signalFor(names: readonly string[], signals: readonly Signal[]): Subject {
  const signal = signals.find(({ name }) => names.includes(name)) ?? null;
  return { what: "signal", signal, message: null, ...(names[0] ? { likely: names[0] } : {}) };
}

export function overruling(subject: Subject, was: string, should_be: string, why: string, quote = ""): Overruling {
  const name = subject.what === "fact" ? subject.name : "";
  return { what: subject.what, message_id: messageOf(subject), was, should_be, why, name, quote };
}

/** A value in the words of the one who reads. */
export function valueText(what: Judgement, value: string): string {
  if (value === "") return t(what === "anger" || what === "intent" ? "correct.unread" : "correct.none");
  if (what === "cause") return value.split(",").map((name) => tCode("cause", name)).join(" · ");
  return what === "fact" ? value : tCode(what, value);
}

export function heardOf(brief: Brief, message: Place): Heard | undefined {
  return brief.heard.find(({ message_id }) => message_id === message.id);
}

function messageOf(subject: Subject): string | null {
  if (subject.what === "level" || subject.what === "fact") return null;
  if (subject.what === "signal" && subject.signal) return subject.signal.message_id;
  return subject.message?.id ?? null;
}

function heardValue(what: "anger" | "intent", heard: Heard | undefined): string {
  if (!heard) return "";
  return what === "intent" ? heard.intent : heard.anger === null ? "" : String(heard.anger);
}
