/** The customer's own copy of the conversation: plain text, made in the browser from what they see. */

import type { ChatMessage } from "../shared/chat";
import { clock, day, dayKey } from "../shared/times";
import type { Language, Translate } from "./i18n";
import { shownText } from "./rows";
import { quoteText } from "./views/quote";

const BYTE_ORDER_MARK = "\ufeff";

export interface RecordOptions {
  t: Translate;
  language: Language;
  heading: string;
  /** Now, ISO 8601. */
  at: string;
}

export function recordText(messages: readonly ChatMessage[], options: RecordOptions): string {
  const { t, language, heading, at } = options;
  const lines = [heading, t("record_made", { time: `${day(at, language)} ${clock(at, language)}` }), t("record_label")];
  let latest = "";
  for (const message of messages) {
    if (dayKey(message.at) !== latest) lines.push("", `— ${day(message.at, language)} —`);
    latest = dayKey(message.at);
    lines.push("", `${clock(message.at, language)} ${speaker(message, t)}`, ...words(message, messages, t));
  }
  return `${lines.join("\n")}\n`;
}

/** Offers the text as a file. */
export function saveRecord(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function speaker({ author, name }: ChatMessage, t: Translate): string {
  if (author === "agent") return `${name ?? ""} (${t("agent_tag")})`.trim();
  return t(author === "customer" ? "you" : author === "bot" ? "bot_ai" : "system");
}

function words(message: ChatMessage, all: readonly ChatMessage[], t: Translate): string[] {
  const quoted = all.find(({ seq }) => seq === message.quoted_seq);
  const files = (message.attachments ?? []).map(({ name }) => t("record_file", { name }));
  return [...(quoted ? [`> ${quoteText(quoted, t)}`] : []), ...(message.text ? [shownText(message, t)] : []), ...files];
}
