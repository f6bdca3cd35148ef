/** What the log shows: the transcript, then what is still unsent, with days and groups. */

import { ASK_HUMAN, type Author, type ChatAttachment, type ChatMessage, type QuickReply } from "../shared/chat";
import { dayKey } from "../shared/times";
import type { Translate } from "./i18n";
import type { Unsent } from "./outbox";
import { isRating } from "./rating";

export type RowState = "received" | "sent" | "sending" | "failed";

export interface Row {
  /** Stays the same when an unsent message becomes a stored one. */
  key: string;
  seq: number | null;
  author: Author;
  name: string | null;
  text: string;
  attachments: readonly ChatAttachment[];
  /** The message that it answers. */
  quoted: ChatMessage | null;
  at: string;
  state: RowState;
  unsent: Unsent | null;
  /** First of its day. */
  startsDay: boolean;
  /** First of a run by the same author. */
  startsGroup: boolean;
  endsGroup: boolean;
}

const GROUP_MS = 5 * 60_000;

type Bare = Omit<Row, "startsDay" | "startsGroup" | "endsGroup">;

export function rows(messages: readonly ChatMessage[], unsent: readonly Unsent[]): Row[] {
  const bare = [...messages.map((one) => fromMessage(one, messages)), ...unsent.map((one) => fromUnsent(one, messages))];
  return bare.map((row, index) => {
    const previous = bare[index - 1];
    const next = bare[index + 1];
    return {
      ...row,
      startsDay: !previous || dayKey(previous.at) !== dayKey(row.at),
      startsGroup: !previous || !together(previous, row),
      endsGroup: !next || !together(row, next),
    };
  });
}

/** What the button 转人工 sent reads like the button. */
export function shownText({ author, text }: { author: Author; text: string }, t: Translate): string {
  return author === "customer" && text === ASK_HUMAN.text ? t("ask_human") : text;
}

/** The buttons of the last message, as long as nobody has answered it. */
export function openReplies(
  messages: readonly ChatMessage[],
  unsent: readonly Unsent[],
): readonly QuickReply[] {
  const last = messages.filter(({ author }) => author !== "system").at(-1);
  if (!last || last.author === "customer" || unsent.length > 0 || isRating(last)) return [];
  return last.quick_replies ?? [];
}

function fromMessage(message: ChatMessage, all: readonly ChatMessage[]): Bare {
  const { seq, author, text, at, client_id, name, quoted_seq } = message;
  const quoted = standingAt(quoted_seq, all);
  const state = author === "customer" ? "sent" : "received";
  const attachments = message.attachments ?? [];
  const key = client_id ?? `seq-${seq}`;
  return { key, seq, author, name: name ?? null, text, attachments, quoted, at, state, unsent: null };
}

function fromUnsent(unsent: Unsent, all: readonly ChatMessage[]): Bare {
  const { id, text, at, state, attachments = [] } = unsent;
  const quoted = standingAt(unsent.quoted, all);
  return { key: id, seq: null, author: "customer", name: null, text, attachments, quoted, at, state, unsent };
}

function standingAt(seq: number | null | undefined, all: readonly ChatMessage[]): ChatMessage | null {
  return (seq && all.find((one) => one.seq === seq)) || null;
}

function together(a: Bare, b: Bare): boolean {
  if (a.author !== b.author || a.name !== b.name || dayKey(a.at) !== dayKey(b.at)) return false;
  return Date.parse(b.at) - Date.parse(a.at) < GROUP_MS;
}
