/** What an agent may send to one customer, and the signs of the moment. */

import type { ChatAttachment, Limits } from "./chat";

export type Standing = "open" | "used_up" | "template" | "closed" | "unreachable";

/** What the platform still takes until the customer writes again. */
export interface ReplyWindow {
  standing: Standing;
  closes_at: string | null;
  left: number | null;
  most: number | null;
}

/** What the account has left of the messages of this month, as its platform said `at`. */
export interface Month {
  left: number;
  most: number;
  at: string;
}

export interface ReplyLimits {
  quotes: boolean;
  /** Null: the channel carries text only. */
  files: Limits | null;
  window: ReplyWindow | null;
  month: Month | null;
}

/** A stretch in which a person had the conversation. */
export interface Hand {
  agent_id: string;
  agent_name: string | null;
  since: string;
  until: string | null;
}

export interface Activity {
  doing: "typing" | "watching";
  conversation_id: string;
  /** `customer` or `agent:<id>`. */
  who: string;
}

/** A reply's parts beside its text. */
export interface Enclosed {
  attachments: readonly ChatAttachment[];
  quoted: number | null;
  /** The code of the canned words that the text began from. */
  canned: string | null;
}
