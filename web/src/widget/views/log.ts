/** The messages, grouped by day and author. Text is only ever set as text. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { QuickReply } from "../../shared/chat";
import { clock, day, isToday } from "../../shared/times";
import type { Link } from "../connection";
import type { Language, TextKey, Translate } from "../i18n";
import type { Pictures } from "../pictures";
import type { Rating } from "../rating";
import { shownText, type Row } from "../rows";
import { attachmentsView } from "./attachments";
import { quoteButton, quoteView } from "./quote";
import { ratingView } from "./rating";
import { typingView } from "./typing";
import { welcomeView, type WelcomeProps } from "./welcome";

export interface LogProps {
  t: Translate;
  language: Language;
  rows: readonly Row[];
  replies: readonly QuickReply[];
  ratings: ReadonlyMap<number, Rating>;
  /** The bot is working on an answer. */
  typing: boolean;
  welcome: WelcomeProps;
  pictures: Pictures;
  link: Link;
  loaded: boolean;
  onRetry: (id: string) => void;
  onEdit: (id: string) => void;
  onReply: (reply: QuickReply) => void;
  onQuote: (seq: number) => void;
  onScroll: () => void;
  /** Keep a copy; offered where the conversation is over. */
  onSave: (() => void) | null;
}

export function logView(props: LogProps): TemplateResult {
  const { t, rows, replies, loaded } = props;
  const last: Last = {
    sent: rows.filter(({ state }) => state === "sent").at(-1)?.key,
    quotable: rows.filter(isQuotable).at(-1)?.key,
  };
  return html`
    <div
      id="log"
      class="log"
      part="log"
      role="log"
      aria-live=${loaded ? "polite" : "off"}
      aria-label=${t("messages")}
      tabindex="0"
      @scroll=${props.onScroll}
    >
      ${rows.length === 0 ? welcomeView(props.welcome) : nothing}
      ${repeat(
        rows,
        ({ key }) => key,
        (row) => rowView(row, last, props),
      )}
      ${props.typing ? typingView(t) : nothing} ${replies.length > 0 ? repliesView(replies, props) : nothing}
      ${props.onSave ? html`<button type="button" class="link save" data-testid="save-copy" @click=${props.onSave}>${t("save_record")}</button>` : nothing}
    </div>
  `;
}

/** Keys of the last row that was sent, and that can be quoted. */
interface Last {
  sent: string | undefined;
  quotable: string | undefined;
}

function rowView(row: Row, last: Last, props: LogProps): TemplateResult {
  const rating = row.seq === null ? undefined : props.ratings.get(row.seq);
  const classes = `row ${row.author}${row.startsGroup ? " starts" : ""}`;
  return html`
    ${row.startsDay ? html`<div class="day"><span>${dayLabel(row.at, props)}</span></div>` : nothing}
    <div
      class=${classes}
      data-testid="message"
      data-author=${row.author}
      data-seq=${row.seq ?? nothing}
      data-state=${row.state}
    >
      ${row.startsGroup ? who(row, props.t) : nothing}
      ${row.quoted ? quoteView(row.quoted, props.t) : nothing}
      <div class="said">
        <div class="words" id=${`said-${row.key}`}>
          ${row.text ? html`<div class="bubble" dir="auto">${shownText(row, props.t)}</div>` : nothing}
          ${attachmentsView(row.attachments, props.pictures, props.t)}
        </div>
        ${isQuotable(row) ? quoteButton(`said-${row.key}`, row.key === last.quotable, props.t, () => props.onQuote(row.seq)) : nothing}
      </div>
      ${rating ? ratingView(rating, props.t, props.onReply) : nothing} ${meta(row, row.key === last.sent, props)}
    </div>
  `;
}

function isQuotable(row: Row): row is Row & { seq: number } {
  return row.seq !== null && row.author !== "system";
}

function dayLabel(at: string, { t, language }: LogProps): string {
  return isToday(at) ? t("today") : day(at, language);
}

function who(row: Row, t: Translate): TemplateResult | typeof nothing {
  switch (row.author) {
    case "agent":
      return html`<div class="who">${row.name ?? ""} <span class="tag">${t("agent_tag")}</span></div>`;
    case "bot":
      return html`<div class="who">${t("bot")}</div>`;
    case "customer":
      return html`<div class="hidden">${t("you")}</div>`;
    default:
      return nothing;
  }
}

function meta(row: Row, lastSent: boolean, props: LogProps): TemplateResult | typeof nothing {
  if (row.author === "system") return nothing;
  if (row.state === "failed") return failure(row, props);
  const note = stateNote(row, lastSent, props);
  if (!row.endsGroup && !note) return nothing;
  return html`<div class="meta"><time datetime=${row.at}>${clock(row.at, props.language)}</time>${note}</div>`;
}

function stateNote(row: Row, lastSent: boolean, { t, link }: LogProps): string {
  if (row.state === "sending") return ` · ${t(link === "online" ? "sending" : "waiting_network")}`;
  return lastSent ? ` · ${t("sent")}` : "";
}

const refusals: Record<string, TextKey> = {
  too_many_requests: "too_many_requests",
  too_large: "too_large",
  invalid_input: "invalid_input",
  upload_gone: "upload_gone",
};

function failure(row: Row, { t, onRetry, onEdit }: LogProps): TemplateResult {
  const unsent = row.unsent;
  const why = t(refusals[unsent?.error ?? ""] ?? "error", { n: unsent?.retryAfter ?? 10 });
  return html`
    <div class="meta failed" role="alert">
      <span>${t("failed")} · ${why}</span>
      <button type="button" class="link" @click=${() => onRetry(row.key)}>${t("resend")}</button>
      <button type="button" class="link" @click=${() => onEdit(row.key)}>${t("edit")}</button>
    </div>
  `;
}

function repliesView(replies: readonly QuickReply[], { t, onReply }: LogProps): TemplateResult {
  return html`
    <div class="replies" role="group" aria-label=${t("quick_replies")}>
      ${replies.map(
        (reply) => html`
          <button type="button" data-testid="quick-reply" @click=${() => onReply(reply)}>${reply.title}</button>
        `,
      )}
    </div>
  `;
}
