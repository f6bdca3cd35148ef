/** The open chat. */

import { html, nothing, type TemplateResult } from "lit";
import { ASK_HUMAN, type QuickReply } from "../../shared/chat";
import type { Chat } from "../chat";
import type { Language, Translate } from "../i18n";
import { ratings } from "../rating";
import { recordText, saveRecord } from "../record";
import { openReplies, rows } from "../rows";
import type { TrayItem } from "../tray";
import { composerView } from "./composer";
import { headerView } from "./header";
import { icon } from "./icons";
import { logView } from "./log";
import { noticeView } from "./notice";
import { statusView } from "./status";
import { agentTyping } from "./typing";

export interface PanelProps {
  t: Translate;
  language: Language;
  chat: Chat;
  page: boolean;
  heading: string;
  greeting: string;
  privacy: string;
  large: boolean;
  draft: string;
  atEnd: boolean;
  dropping: boolean;
  typing: boolean;
  menuOpen: boolean;
  noticeOpen: boolean;
  onSay: (text: string, payload?: string) => void;
  onReply: (reply: QuickReply) => void;
  /** Answer the message at this place, or none. */
  onQuote: (seq: number | null) => void;
  onDraft: (text: string) => void;
  onSend: () => void;
  onEdit: (id: string) => void;
  onScroll: () => void;
  onEnd: () => void;
  onDropping: (dropping: boolean) => void;
  onMinimise: () => void;
  onMenu: (open: boolean) => void;
  onLarge: () => void;
  onLanguage: (language: Language) => void;
  onNotice: (open: boolean) => void;
}

export function panelView(props: PanelProps): TemplateResult {
  const { t, language, chat, page, dropping, onDropping } = props;
  const { connection, tray } = chat;
  tray.limits = connection.limits;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing) props.onMinimise();
  };
  const onDrag = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files") || !connection.limits) return;
    event.preventDefault();
    onDropping(true);
  };
  const onDrop = (event: DragEvent) => {
    onDropping(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    tray.add(files);
  };
  const notice = { t, text: connection.notice, privacy: props.privacy };
  return html`
    <section
      class="panel ${dropping ? "dropping" : ""}"
      data-drop=${t("file_drop")}
      part="panel"
      role=${page ? "main" : "dialog"}
      aria-labelledby="title"
      lang=${language}
      @keydown=${onKey}
      @dragover=${onDrag}
      @dragleave=${() => onDropping(false)}
      @drop=${onDrop}
    >
      ${header(props)} ${statusView(connection.state, t, language)} ${log(props)}
      ${agentTyping(connection.state, t)}
      ${props.atEnd
        ? nothing
        : html`<button class="to-end" type="button" @click=${props.onEnd}>${icon("down")}${t("new_messages")}</button>`}
      ${composerView({
        ...{ t, tray, draft: props.draft, owner: connection.state.owner, quoted: chat.quoted },
        preview: (item) => preview(chat, item),
        onDraft: (text) => {
          props.onDraft(text);
          if (text.trim()) connection.typed();
        },
        onSend: props.onSend,
        onUnquote: () => props.onQuote(null),
      })}
      ${props.noticeOpen ? noticeView(notice, () => props.onNotice(false)) : nothing}
    </section>
  `;
}

/** A copy of the conversation, as a file. */
function save({ t, language, chat, heading }: PanelProps): void {
  const at = new Date().toISOString();
  const text = recordText(chat.connection.transcript.messages, { t, language, heading: heading || t("title"), at });
  saveRecord(text, `${t("record_name")}-${at.slice(0, 10)}.txt`);
}

function header(props: PanelProps): TemplateResult {
  const { t, language, chat, heading, large } = props;
  const { connection, outbox } = chat;
  return headerView({
    ...{ t, heading, page: props.page, link: connection.link, owner: connection.state.owner },
    noted: outbox.unsent.some(({ payload, state }) => payload === ASK_HUMAN.payload && state === "sending"),
    menu: {
      ...{ t, language, large, open: props.menuOpen, saveable: connection.transcript.lastSeq > 0 },
      onToggle: props.onMenu,
      onLarge: props.onLarge,
      onLanguage: props.onLanguage,
      onSave: () => {
        save(props);
        props.onMenu(false);
      },
      onNotice: () => props.onNotice(true),
    },
    onAskHuman: () => props.onSay(ASK_HUMAN.text, ASK_HUMAN.payload),
    onMinimise: props.onMinimise,
  });
}

function log(props: PanelProps): TemplateResult {
  const { t, language, chat, greeting, large, typing } = props;
  const { link, loaded, transcript, notice, state } = chat.connection;
  const { unsent } = chat.outbox;
  return logView({
    ...{ t, language, link, loaded, typing, pictures: chat.pictures },
    rows: rows(transcript.messages, unsent),
    replies: openReplies(transcript.messages, unsent),
    ratings: ratings(transcript.messages, unsent),
    welcome: {
      ...{ t, greeting, large, onLarge: props.onLarge },
      notice: { t, text: notice, privacy: props.privacy },
    },
    onRetry: (id) => chat.connection.retry(id),
    onEdit: props.onEdit,
    onReply: props.onReply,
    onQuote: props.onQuote,
    onScroll: props.onScroll,
    onSave: state.owner === "closed" ? () => save(props) : null,
  });
}

function preview({ pictures }: Chat, { key, kind, file, attachment }: TrayItem): string | null {
  if (kind !== "image") return null;
  if (file) return pictures.give(key, file);
  return attachment ? pictures.url(attachment.id) : null;
}
