import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { customElement, property, query, state } from "lit/decorators.js";
import { VIEWS, type Conversation, type View } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { isFiltered } from "../model/filters";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { KeptPlace, steerTabs } from "../ui/focus";
import { at, VirtualRows } from "../ui/virtual-rows";
import "./callback-list";
import "./queue-filter";
import { queueRow, queueRowStyles } from "./queue-row";

const CLOCK_MS = 30_000;
/** Of a row that was not measured yet. */
const ROW_PX = 100;

@customElement("qd-queue-list")
export class QdQueueList extends DeskElement {
  static override styles = [
    controls,
    queueRowStyles,
    css`
      :host { display: flex; flex-direction: column; background: var(--surface); }
      .tabs { display: flex; padding: 6px 6px 0; border-bottom: 1px solid var(--line); }
      .tabs button { flex: 1 1 auto; min-height: 38px; padding: 4px 3px; background: none; border: 0; border-bottom: 2px solid transparent; border-radius: 4px 4px 0 0; color: var(--muted); font-size: 13px; }
      .tabs button[aria-selected="true"] { color: var(--accent); border-bottom-color: var(--accent); font-weight: 600; }
      .count { margin-inline-start: 3px; padding: 0 6px; font-size: 12px; background: var(--sunken); border-radius: 9px; }
      .waiting { color: var(--bad); background: var(--bad-tint); }
      .panel { flex: 1; min-height: 0; overflow-y: auto; }
      .rows { overflow-anchor: none; }
      .rows ul { position: relative; }
      .end { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; justify-content: center; padding: 10px; font-size: 13px; color: var(--muted); }
      .aside { padding: 5px 14px; font-size: 12px; background: var(--sunken); border-bottom: 1px solid var(--line); }
      .drawn { position: absolute; inset-inline: 0; top: 0; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private calls = false;
  @query(".rows") private readonly panel!: HTMLElement | null;
  private readonly rows = new VirtualRows(this, () => this.panel, { estimateSize: () => ROW_PX, overscan: 6 });
  protected readonly place = new KeptPlace(this, "a[data-id]");

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
    this.watch(this.desk.unread);
    return html`
      <div class="tabs" role="tablist" aria-label=${t("queue.label")} @keydown=${steerTabs}>${VIEWS.map((view) => this.tab(view))}${this.callsTab()}</div>
      ${this.calls
        ? html`<qd-callback-list class="panel" role="tabpanel" aria-label=${t("callback.tab")} .desk=${this.desk}></qd-callback-list>`
        : html`<qd-queue-filter .desk=${this.desk}></qd-queue-filter>${this.list()}`}
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
    const { items: shown } = queue;
    const none = queue.loading ? "app.loading" : isFiltered(queue.filter) ? "filter.none" : (`queue.empty.${queue.view}` as const);
    const drawn = this.rows.show(
      shown.length,
      shown.map(({ id }) => id),
    );
    return html`
      <div class="panel rows" role="tabpanel" aria-label=${t(`view.${queue.view}`)}>
        ${shown.length === 0
          ? html`<p class="empty">${t(none)}</p>`
          : html`<ul .style=${`height: ${this.rows.height}px`}>${repeat(
              drawn,
              ({ key }) => key,
              ({ index, start }) => this.item(shown[index], start, index, shown.length),
            )}</ul>`}
        ${this.end()}
      </div>
    `;
  }

  /** How much of the list this is, where it is not all. */
  private end() {
    const { items, total, more, loading } = this.desk.queue;
    if (loading || (items.length === total.count && !total.beyond)) return nothing;
    const count = `${total.count}${total.beyond ? "+" : ""}`;
    return html`
      <p class="end" data-testid="list-end">
        ${t("queue.shown_of", { shown: items.length, count })}
        ${more ? html`<button data-testid="list-more" @click=${() => this.desk.queue.showMore()}>${t("queue.more")}</button>` : t("queue.narrow")}
      </p>
    `;
  }

  private callsTab() {
    const { items, due } = this.desk.callbacks;
    const count = items?.length ?? 0;
    return html`
      <button role="tab" data-testid="tab-callbacks" aria-selected=${this.calls} tabindex=${this.calls ? 0 : -1} @click=${() => this.show(VIEWS.length)}>
        ${t("callback.tab")}${count > 0 ? html`<span class="count ${due > 0 ? "waiting" : ""}">${count}</span>` : nothing}
      </button>
    `;
  }

  private tab(view: View) {
    const { queue } = this.desk;
    const count = view === "waiting" || view === "mine" ? queue.count(view) : 0;
    const place = VIEWS.indexOf(view);
    const shown = !this.calls && view === queue.view;
    return html`
      <button role="tab" data-testid="tab-${view}" aria-selected=${shown} tabindex=${shown ? 0 : -1} @click=${() => this.show(place)}>
        ${t(`view.${view}`)}${count > 0 ? html`<span class="count ${view}">${count}</span>` : nothing}
      </button>
    `;
  }

  /** Whether what is put aside begins here. */
  private startsAside(index: number): boolean {
    const { view, items } = this.desk.queue;
    return view === "mine" && items[index]?.aside_until != null && !items[index - 1]?.aside_until;
  }

  private item(conversation: Conversation | undefined, start: number, index: number, count: number) {
    if (!conversation) return nothing;
    return html`
      <li
        class="drawn"
        data-index=${index}
        aria-setsize=${count}
        aria-posinset=${index + 1}
        .style=${at(start)}
      >
        ${this.startsAside(index) ? html`<h3 class="aside" data-testid="aside-head">${t("aside.head", { n: this.desk.queue.aside })}</h3>` : nothing}
        ${queueRow(this.desk, conversation)}
      </li>
    `;
  }
}
