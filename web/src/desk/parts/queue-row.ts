/** What a row of the list tells of a conversation. */

import { css, html, nothing } from "lit";
import { SHOWN_BY, type Conversation } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { masked } from "../ui/tokens";
import { endingText, ownerText } from "../ui/words";

export const queueRowStyles = css`
  a { display: grid; gap: 3px; padding: 10px 14px 11px 11px; color: inherit; text-decoration: none; border-bottom: 1px solid var(--line); border-inline-start: 3px solid transparent; }
  a:hover { background: var(--sunken); }
  a[aria-current] { background: var(--accent-tint); border-inline-start-color: var(--accent); }
  a.major { border-inline-start-color: var(--bad); }
  a:focus-visible { outline-offset: -2px; }
  .top, .tags { display: flex; gap: 6px; align-items: center; }
  .top { justify-content: space-between; font-size: 12px; color: var(--muted); }
  .text { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
  .last { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-size: 13px; color: var(--muted); }
  .quote { color: var(--bad); font-weight: 600; }
  .tags { flex-wrap: wrap; }
  .unread { color: var(--surface); background: var(--accent); font-weight: 600; }
  .late { color: var(--bad); font-weight: 600; }
`;

export function queueRow(desk: Desk, conversation: Conversation) {
  const { id, level, channel, scenario, anger, signals, updated_at, case_number } = conversation;
  const said = scenario ? (SHOWN_BY[scenario] ?? [scenario]) : []; // The scenario's badge names them already.
  const others = signals.filter((name) => !said.includes(name));
  return html`
    <a
      class=${level}
      href=${href({ page: "conversations", id })}
      aria-current=${desk.thread?.id === id ? "true" : nothing}
      data-testid="queue-item"
      data-id=${id}
    >
      <span class="top">
        <span>${tCode("channel", channel)} · ${ownerText(conversation, desk)}${case_number ? ` · ${case_number}` : ""}</span>
        <time datetime=${updated_at}>${moment(updated_at, locale.language)}</time>
      </span>
      ${words(conversation)}
      <span class="tags">
        ${desk.unread.isUnread(conversation) ? html`<span class="chip unread" data-testid="row-unread">${t("queue.new")}</span>` : nothing}
        ${desk.thread?.id !== id && desk.hasDraft(id) ? html`<span class="chip warn" data-testid="row-draft">${t("queue.draft")}</span>` : nothing}
        ${given(desk, conversation)}
        ${conversation.aside_until
          ? html`<span class="chip" data-testid="row-aside">${t("aside.row", { time: moment(conversation.aside_until, locale.language) })}</span>`
          : nothing}
        ${conversation.mentioned ? html`<span class="chip note" data-testid="row-mentioned">@ ${t("note.you")}</span>` : nothing}
        ${level === "major" ? html`<span class="chip bad">${t("queue.major")}</span>` : nothing}
        ${scenario ? html`<span class="chip bad" data-testid="row-scenario">${tCode("scenario", scenario)}</span>` : nothing}
        ${anger > 0 ? html`<span class="chip ${anger >= 3 ? "bad" : "warn"}" data-testid="row-anger">${tCode("anger", String(anger))}</span>` : nothing}
        ${others.map((name) => html`<span class="chip warn">${tCode("signal", name)}</span>`)}
        ${conversation.owner === "queue" ? waiting(conversation) : nothing} ${ended(conversation)} ${due(conversation)}
      </span>
    </a>
  `;
}

/** What it is about, with what makes it urgent marked, or before it where that was said elsewhere; then the last words. */
function words(conversation: Conversation) {
  const { language, masks } = conversation;
  const [complaint, quote, last] = [conversation.complaint, conversation.quote, conversation.last_text].map((text) => masked(text, masks)) as [string, string, string];
  const about = complaint || last || t("file.only");
  const place = quote ? about.indexOf(quote) : -1;
  const marked = html`<b class="quote" data-testid="row-quote">${quote}</b>`;
  const said = place >= 0 ? html`${about.slice(0, place)}${marked}${about.slice(place + quote.length)}` : html`${quote ? html`“${marked}” … ` : nothing}${about}`;
  return html`
    <span class="text" lang=${language} data-testid="row-about">${said}</span>
    ${complaint && last && last !== complaint ? html`<span class="last" lang=${language} data-testid="row-last">${last}</span>` : nothing}
  `;
}

/** For whom it waits: a team, or somebody who has not answered yet. */
function given({ people, agents, session }: Desk, { team_id, assignment }: Conversation) {
  const team = people.teamName(team_id) ?? t("queue.team_gone");
  const name = agents.find(({ id }) => id === assignment?.agent_id)?.display_name ?? t("app.unknown");
  return html`
    ${team_id ? html`<span class="chip note" data-testid="row-team">${t("queue.for_team", { name: team })}</span>` : nothing}
    ${assignment
      ? html`<span class="chip note" data-testid="row-assigned">${assignment.agent_id === session.agent.id ? t("assigned.to_me") : t("assigned.to", { name })}</span>`
      : nothing}
  `;
}

/** How it was closed. */
function ended({ ended }: Conversation) {
  if (!ended) return nothing;
  return html`<span class="chip" data-testid="row-ended">${t(`outcome.${ended.outcome}`)}</span><span class="small muted">${endingText(ended)}</span>`;
}

/** The clock of the law. */
function due({ due_at }: Conversation) {
  if (!due_at) return nothing;
  const late = Date.parse(due_at) < Date.now();
  return html`<span class="small ${late ? "late" : "muted"}" data-testid="row-due">${t(late ? "queue.due_passed" : "queue.due", { time: moment(due_at, locale.language) })}</span>`;
}

function waiting({ queued_at, promised_at, handoff_reason }: Conversation) {
  const minutes = queued_at ? Math.max(0, Math.floor((Date.now() - Date.parse(queued_at)) / 60_000)) : 0;
  const late = promised_at !== null && Date.parse(promised_at) < Date.now();
  return html`
    ${handoff_reason ? html`<span class="chip">${tCode("reason", handoff_reason)}</span>` : nothing}
    <span class="small muted">${t("queue.waited", { n: minutes })}</span>
    ${promised_at
      ? html`<span class="small ${late ? "late" : "muted"}">
          ${t(late ? "queue.overdue" : "queue.promised", { time: moment(promised_at, locale.language) })}
        </span>`
      : nothing}
  `;
}
