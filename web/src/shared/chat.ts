/** The web chat's protocol, as `docs/web-chat.md` fixes it. */

export type Author = "customer" | "bot" | "agent" | "system";

export interface QuickReply {
  title: string;
  payload: string;
}

export type AttachmentKind = "image" | "audio" | "video" | "file";

export interface ChatAttachment {
  id: string;
  kind: AttachmentKind;
  media_type: string;
  name: string;
  size: number;
}

/** What the server takes: kind by media type, bytes by kind, files in one message. */
export interface Limits {
  types: Record<string, AttachmentKind>;
  largest: Partial<Record<AttachmentKind, number>>;
  per_message: number;
}

export interface ChatMessage {
  seq: number;
  message_id: string;
  author: Author;
  name?: string | null;
  text: string;
  quick_replies?: QuickReply[] | null;
  attachments?: ChatAttachment[] | null;
  client_id?: string | null;
  /** The message that it answers. */
  quoted_seq?: number | null;
  at: string;
}

export type ChatOwner = "none" | "bot" | "queue" | "agent" | "closed";

export interface ChatState {
  owner: ChatOwner;
  agent_name?: string | null;
  ahead?: number | null;
  expected_at?: string | null;
  agent_typing?: boolean;
  last_seq: number;
}

export interface Failure {
  code: string;
  message: string;
  retry_after?: string;
}

export interface Refused {
  ok: false;
  error: Failure;
}

export interface SessionState {
  ok: true;
  session_id: string;
  state: ChatState;
  attachments?: Limits;
  /** What becomes of the customer's data, in their language. */
  notice?: string;
  /** Whether the embedding site's word on who this is counts; only where it was given. */
  identity?: { ok: true } | Refused;
}

export interface Stored {
  ok: true;
  message_id: string;
  seq: number;
  duplicate: boolean;
}

export interface Resumed {
  ok: true;
  messages: ChatMessage[];
  up_to: number;
  state: ChatState;
  more: boolean;
}

/** What the button 转人工 sends beside its visible text. */
export const ASK_HUMAN = { text: "转人工", payload: "/ask_human" } as const;

/** Characters that one message may have. */
export const MAX_TEXT = 4000;
