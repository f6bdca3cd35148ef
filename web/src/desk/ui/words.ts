import { FACT_NAMES, type Conversation, type Detail, type Ending, type Message } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import { masked } from "./tokens";

/** Who has it, in the words of the one who reads. */
export function ownerText({ owner, agent_id, agent_name }: Conversation, desk: Desk): string {
  if (owner !== "agent") return t(`owner.${owner}`);
  if (agent_id === desk.session.agent.id) return t("owner.mine");
  return t("owner.agent", { name: agent_name ?? t("app.unknown") });
}

/** Who closed it, and when. */
export function endingText({ agent_name, at }: Ending): string {
  return t("ended.by", { name: agent_name ?? t("app.unknown"), time: moment(at, locale.language) });
}

/** What the complainant is called, masked; empty where nobody knows. */
export function customerText({ case: kase }: Detail): string {
  const fact = kase?.facts.find(({ name }) => name === "complainant_name");
  return fact ? masked(fact.value, fact.masks) : "";
}

/** Who said it. */
export function authorText({ author, agent_name }: Message): string {
  return author === "agent" && agent_name ? agent_name : t(`author.${author}`);
}

const order: readonly string[] = FACT_NAMES;

/** `contact`, or `policy_number or contact`. */
export function missingText(group: readonly string[]): string {
  const names = [...group].sort((a, b) => order.indexOf(a) - order.indexOf(b)).map((name) => tCode("fact", name));
  return names.slice(1).reduce((a, b) => t("fact.or", { a, b }), names[0] ?? "");
}
