/** What was given to the person at this desk, on whatever page they are: take it, or say no. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Conversation } from "../../shared/desk";
import { t, tCode } from "../i18n";
import { secondsLeft } from "../model/assigned";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { masked } from "../ui/tokens";

@customElement("qd-assigned")
export class QdAssigned extends DeskElement {
  static override styles = [
    controls,
    css`
      li { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; padding: 8px 16px; background: var(--accent-tint); border-bottom: 2px solid var(--accent); }
      li.major { background: var(--bad-tint); border-bottom-color: var(--bad); }
      .what { flex: 1; min-width: 180px; overflow-wrap: anywhere; }
      .left { font-variant-numeric: tabular-nums; white-space: nowrap; }
      .buttons { display: flex; gap: 8px; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const timer = setInterval(() => {
      if (this.desk.assigned.items.length > 0) this.requestUpdate();
    }, 1000);
    this.onLeave(() => clearInterval(timer));
  }

  protected override render() {
    this.watch(this.desk.assigned);
    const { items } = this.desk.assigned;
    if (items.length === 0) return nothing;
    return html`<div role="status"><ul>${items.map((item) => this.row(item))}</ul></div>`;
  }

  private row(item: Conversation) {
    const { id, level, scenario, channel, quote, last_text, masks, assignment } = item;
    const why = scenario ? tCode("scenario", scenario) : level === "major" ? t("queue.major") : "";
    return html`
      <li class=${level} data-testid="assigned" data-id=${id}>
        <span class="what"><b>${t("assigned.title")}</b>${why ? ` · ${why}` : ""} · ${tCode("channel", channel)} · ${masked(quote || last_text, masks) || t("file.only")}</span>
        <span class="left small" aria-hidden="true">${t("assigned.left", { n: secondsLeft(assignment?.answer_by ?? "") })}</span>
        <span class="buttons">
          <button class="primary" data-testid="take" ?disabled=${this.busy} @click=${() => this.take(id)}>${t("assigned.take")}</button>
          <button data-testid="refuse" ?disabled=${this.busy} @click=${() => this.answer(this.desk.assigned.refuse(id))}>${t("assigned.refuse")}</button>
        </span>
      </li>
    `;
  }

  private async take(id: string): Promise<void> {
    await this.answer(this.desk.assigned.take(id));
    this.desk.followTaken();
    location.hash = href({ page: "conversations", id });
  }

  private async answer(act: Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await act;
    } catch (error) {
      this.desk.fail(error);
    } finally {
      this.busy = false;
      this.desk.queue.refresh();
    }
  }
}
