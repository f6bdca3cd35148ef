import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { customElement, property, state } from "lit/decorators.js";
import { SHOWN_BY, VIEWS, type Conversation, type View } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { masked } from "../ui/tokens";
import { ownerText } from "../ui/words";
import "./callback-list";
import "./queue-filter";

const CLOCK_MS = 30_000;

@customElement("qd-queue-list")
export class QdQueueList extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: flex; flex-direction: column; background: var(--surface); }
      .tabs { display: flex; padding: 6px 6px 0; border-bottom: 1px solid var(--line); }
      .tabs button { flex: 1 1 auto; min-height: 38px; padding: 4px 3px; background: none; border: 0; border-bottom: 2px solid transparent; border-radius: 4px 4px 0 0; color: var(--muted); font-size: 13px; }
      .tabs button[aria-selected="true"] { color: var(--accent); border-bottom-color: var(--accent); font-weight: 600; }
      .count { margin-inline-start: 3px; padding: 0 6px; font-size: 12px; background: var(--sunken); border-radius: 9px; }
      .waiting { color: var(--bad); background: var(--bad-tint); }
      .panel { flex: 1; min-height: 0; overflow-y: auto; }
      a { display: grid; gap: 3px; padding: 10px 14px 11px 11px; color: inherit; text-decoration: none; border-bottom: 1px solid var(--line); border-inline-start: 3px solid transparent; }
      a:hover { background: var(--sunken); }
      a[aria-current] { background: var(--accent-tint); border-inline-start-color: var(--accent); }
      a.major { border-inline-start-color: var(--bad); }
      a:focus-visible { outline-offset: -2px; }
      .top, .tags { display: flex; gap: 6px; align-items: center; }
      .top { justify-content: space-between; font-size: 12px; color: var(--muted); }
      .text { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
      .quote { color: var(--bad); font-weight: 600; }
      .tags { flex-wrap: wrap; }
      .late { color: var(--bad); font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private calls = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const timer = setInterval(() => this.requestUpdate(), CLOCK_MS);
    this.onLeave(() => clearInterval(timer));
  }

  protected override render() {
    const { queue } = this.desk;
    this.watch(queue);
    this.watch(this.desk);
    this.watch(this.desk.callbacks);
    this.watch(this.desk.people);
    return html`
      <div class="tabs" role="tablist" aria-label=${t("queue.label")}>${VIEWS.map((view) => this.tab(view))}${this.callsTab()}</div>
      ${this.calls
        ? html`<qd-callback-list class="panel" role="tabpanel" aria-label=${t("callback.tab")} .desk=${this.desk}></qd-callback-list>`
        : html`<qd-queue-filter .queue=${queue} .people=${this.desk.people}></qd-queue-filter>${this.list()}`}
    `;
  }

  /** The tab at this place; the calls come last. */
  show(place: number): void {
    const view = VIEWS[place];
    this.calls = view === undefined;
    if (view) this.desk.queue.show(view);
  }

  private list() {
    const { queue } = this.desk;
    const { shown } = queue;
    const none = queue.loading ? "app.loading" : queue.items.length > 0 ? "filter.none" : (`queue.empty.${queue.view}` as const);
    return html`
      <ul class="panel" role="tabpanel" aria-label=${t(`view.${queue.view}`)}>
        ${repeat(
          shown,
          ({ id }) => id,
          (conversation) => this.item(conversation),
        )}
        ${shown.length === 0 ? html`<li class="empty">${t(none)}</li>` : nothing}
      </ul>
    `;
  }

  private callsTab() {
    const { items, due } = this.desk.callbacks;
    const count = items?.length ?? 0;
    return html`
      <button role="tab" data-testid="tab-callbacks" aria-selected=${this.calls} @click=${() => this.show(VIEWS.length)}>
        ${t("callback.tab")}${count > 0 ? html`<span class="count ${due > 0 ? "waiting" : ""}">${count}</span>` : nothing}
      </button>
    `;
  }

  private tab(view: View) {
    const { queue } = this.desk;
    const count = view === "waiting" || view === "mine" ? (queue.counts[view] ?? 0) : 0;
    const place = VIEWS.indexOf(view);
    return html`
      <button role="tab" data-testid="tab-${view}" aria-selected=${!this.calls && view === queue.view} @click=${() => this.show(place)}>
        ${t(`view.${view}`)}${count > 0 ? html`<span class="count ${view}">${count}</span>` : nothing}
      </button>
    `;
  }

  private item(conversation: Conversation) {
    const { id, level, channel, last_text, quote, masks, scenario, anger, signals, updated_at, case_number } = conversation;
    const said = scenario ? (SHOWN_BY[scenario] ?? [scenario]) : []; // The scenario's badge names them already.
    const others = signals.filter((name) => !said.includes(name));
    const here = this.desk.thread?.id === id;
    return html`
      <li>
        <a
          class=${level}
          href=${href({ page: "conversations", id })}
          aria-current=${here ? "true" : nothing}
          data-testid="queue-item"
          data-id=${id}
        >
          <span class="top">
            <span>${tCode("channel", channel)} · ${ownerText(conversation, this.desk)}${case_number ? ` · ${case_number}` : ""}</span>
            <time datetime=${updated_at}>${moment(updated_at, locale.language)}</time>
          </span>
          ${this.words(masked(last_text, masks), masked(quote, masks))}
          <span class="tags">
            ${this.given(conversation)}
            ${conversation.mentioned ? html`<span class="chip note" data-testid="row-mentioned">@ ${t("note.you")}</span>` : nothing}
            ${level === "major" ? html`<span class="chip bad">${t("queue.major")}</span>` : nothing}
            ${scenario ? html`<span class="chip bad" data-testid="row-scenario">${tCode("scenario", scenario)}</span>` : nothing}
            ${anger > 0 ? html`<span class="chip ${anger >= 3 ? "bad" : "warn"}" data-testid="row-anger">${tCode("anger", String(anger))}</span>` : nothing}
            ${others.map((name) => html`<span class="chip warn">${tCode("signal", name)}</span>`)}
            ${conversation.owner === "queue" ? this.waiting(conversation) : nothing}
          </span>
        </a>
      </li>
    `;
  }

  /** The last words, with what makes it urgent marked, or before them where it was said earlier. */
  private words(last: string, quote: string) {
    const at = quote ? last.indexOf(quote) : -1;
    const marked = html`<b class="quote" data-testid="row-quote">${quote}</b>`;
    if (at >= 0) return html`<span class="text">${last.slice(0, at)}${marked}${last.slice(at + quote.length)}</span>`;
    return html`<span class="text">${quote ? html`“${marked}” … ` : nothing}${last || t("file.only")}</span>`;
  }

  /** For whom it waits: a team, or somebody who has not answered yet. */
  private given({ team_id, assignment }: Conversation) {
    const { people, agents, session } = this.desk;
    const team = people.teamName(team_id) ?? t("queue.team_gone");
    const name = agents.find(({ id }) => id === assignment?.agent_id)?.display_name ?? t("app.unknown");
    return html`
      ${team_id ? html`<span class="chip note" data-testid="row-team">${t("queue.for_team", { name: team })}</span>` : nothing}
      ${assignment
        ? html`<span class="chip note" data-testid="row-assigned">${assignment.agent_id === session.agent.id ? t("assigned.to_me") : t("assigned.to", { name })}</span>`
        : nothing}
    `;
  }

  private waiting({ queued_at, promised_at, handoff_reason }: Conversation) {
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
}
