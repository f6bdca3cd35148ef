/** The satisfaction question within the transcript: its options and, once given, the answer. */

import type { ChatMessage, QuickReply } from "../shared/chat";
import type { Unsent } from "./outbox";

const FACES: Record<string, Face> = { "/satisfied": "glad", "/neutral": "even", "/dissatisfied": "sad" };

export type Face = "glad" | "even" | "sad";

export interface Rating {
  options: readonly (QuickReply & { face: Face })[];
  /** Payload of the answer. */
  chosen: string | null;
  /** A later question has taken its place. */
  over: boolean;
}

export function isRating(message: ChatMessage): boolean {
  const replies = message.quick_replies ?? [];
  return replies.length > 0 && replies.every(({ payload }) => payload in FACES);
}

/** By the `seq` of the question. The answer is the first later message that reads like an option. */
export function ratings(messages: readonly ChatMessage[], unsent: readonly Unsent[]): ReadonlyMap<number, Rating> {
  const questions = messages.filter(isRating);
  return new Map(
    questions.map((question, index) => {
      const next = questions[index + 1]?.seq ?? Number.POSITIVE_INFINITY;
      const options = (question.quick_replies ?? []).map((one) => ({ ...one, face: FACES[one.payload] ?? "even" }));
      const later = messages.filter(({ seq, author }) => author === "customer" && seq > question.seq && seq < next);
      const said = [...later, ...(next === Number.POSITIVE_INFINITY ? unsent : [])].map(({ text }) => text);
      const chosen = options.find(({ title }) => said.includes(title))?.payload ?? null;
      return [question.seq, { options, chosen, over: next !== Number.POSITIVE_INFINITY }];
    }),
  );
}
