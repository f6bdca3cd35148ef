/** What happened to this conversation, newest first. */

import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { DeskEvent, Page } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { actorText, detailsText, kindText } from "../ui/event-words";
import { jump } from "../ui/jump";

@customElement("qd-events")
export class QdEvents extends DeskElement {
  static override styles = [
    controls,
    css`
      li { padding: 7px 16px; border-bottom: 1px solid var(--line); }
      p { overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @state() private events: readonly DeskEvent[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onLeave(this.desk.listen((event) => this.add([event])));
    this.desk.loadAgents().catch(() => undefined);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("thread")) return;
    this.events = [];
    void this.load();
  }

  protected override render() {
    this.watch(this.desk);
    if (this.events.length === 0) return html`<p class="empty">${t("events.empty")}</p>`;
    return html`
      <ul>${this.events.toReversed().map((event) => this.row(event))}</ul>
    `;
  }

  private row(event: DeskEvent) {
    const { kind, at, actor } = event;
    const { names } = this.desk;
    const seq = event.data["seq"];
    return html`
      <li data-testid="event" data-kind=${kind}>
        <p>${kindText(kind)}
          ${typeof seq === "number" ? html`<button class="link small" @click=${() => jump(this, seq)}>#${seq}</button>` : nothing}
        </p>
        <p class="small muted">${moment(at, locale.language)} · ${actorText(actor, names)}${detailsText(event, names)}</p>
      </li>
    `;
  }

  private async load(): Promise<void> {
    const { id } = this.thread;
    try {
      for (let after = 0, more = true; more; ) {
        const page = await this.desk.api.get<Page<DeskEvent>>("/events", { after, conversation_id: id });
        if (this.thread.id !== id) return;
        this.add(page.items);
        const last = page.items.at(-1)?.id ?? after;
        more = page.more && last > after;
        after = last;
      }
    } catch (error) {
      this.desk.fail(error);
    }
  }

  private add(events: readonly DeskEvent[]): void {
    const known = new Set(this.events.map(({ id }) => id));
    const mine = events.filter(({ id, conversation_id }) => conversation_id === this.thread.id && !known.has(id));
    this.events = [...this.events, ...mine].sort((a, b) => a.id - b.id);
  }
}
