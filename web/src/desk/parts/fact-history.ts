/** Everything that the facts of a case ever said: from what to what, by whom, when and why. */

import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Case, CaseWithHistory, FactChange } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { jump } from "../ui/jump";
import { sideStyles } from "../ui/side-styles";
import { masked } from "../ui/tokens";

@customElement("qd-fact-history")
export class QdFactHistory extends DeskElement {
  static override styles = [controls, sideStyles];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) case!: Case;
  @state() private changes: readonly FactChange[] | null = null;
  private open = false;

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has("case") && this.open) void this.load();
  }

  protected override render() {
    return html`
      <details @toggle=${this.onToggle}>
        <summary data-testid="fact-history">${t("fact.history")}</summary>
        ${this.changes ? html`<ul>${this.changes.toReversed().map((one) => this.row(one))}</ul>` : nothing}
      </details>
    `;
  }

  private row({ name, was, value, at, by, by_name, seq, why, masks }: FactChange) {
    const who = by_name ?? tCode("actor", by);
    return html`
      <li class="item" data-testid="fact-change" data-name=${name}>
        <span><strong>${tCode("fact", name)}</strong> ${was ? html`<del>${masked(was, masks)}</del> → ` : nothing}${masked(value, masks) || t("correct.none")}</span>
        <span class="small muted">
          ${who} · ${moment(at, locale.language)}
          ${seq === null ? nothing : html`<button class="link small" @click=${() => jump(this, seq, value)}>#${seq}</button>`}
          ${why ? html`· ${masked(why, masks)}` : nothing}
        </span>
      </li>
    `;
  }

  private readonly onToggle = (event: Event) => {
    this.open = (event.target as HTMLDetailsElement).open;
    if (this.open) void this.load();
  };

  private async load(): Promise<void> {
    const { id } = this.case;
    try {
      const { history } = await this.desk.api.get<CaseWithHistory>(`/cases/${id}`);
      if (id === this.case.id) this.changes = history;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}
