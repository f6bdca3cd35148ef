/** Narrows the list by level, channel and scenario, and by team where somebody waits for one. */

import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t, tCode } from "../i18n";
import { isFiltered, NO_FILTER, offered, type Filter } from "../model/filters";
import type { People } from "../model/people";
import type { Queue } from "../model/queue";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

@customElement("qd-queue-filter")
export class QdQueueFilter extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: flex; gap: 4px; padding: 6px 8px; border-bottom: 1px solid var(--line); }
      select { flex: 1 1 0; min-width: 0; min-height: 30px; padding: 2px 4px; font-size: 12px; border-color: var(--line); }
      select.on { border-color: var(--accent); color: var(--accent); font-weight: 600; }
      button { min-height: 30px; padding: 0 8px; }
    `,
  ];

  @property({ attribute: false }) queue!: Queue;
  @property({ attribute: false }) people!: People;

  protected override render() {
    this.watch(this.queue);
    this.watch(this.people);
    const { filter, items } = this.queue;
    const teams = offered(items.map(({ team_id }) => team_id), filter.team_id);
    return html`
      ${this.choice("level", ["major", "ordinary"])}
      ${this.choice("channel", offered(items.map(({ channel }) => channel), filter.channel))}
      ${this.choice("scenario", offered(items.map(({ scenario }) => scenario), filter.scenario))}
      ${teams.length > 0 ? this.choice("team_id", teams) : nothing}
      ${isFiltered(filter)
        ? html`<button type="button" title=${t("filter.clear")} aria-label=${t("filter.clear")} @click=${() => this.queue.narrow(NO_FILTER)}>✕</button>`
        : nothing}
    `;
  }

  private choice(field: keyof Filter, values: readonly string[]) {
    const chosen = this.queue.filter[field];
    const pick = (event: Event) => this.queue.narrow({ [field]: (event.target as HTMLSelectElement).value });
    return html`
      <select
        class=${chosen ? "on" : ""}
        aria-label=${t(`filter.${field}`)}
        data-testid="filter-${field}"
        .value=${live(chosen)}
        @change=${pick}
      >
        <option value="">${t(`filter.${field}`)}</option>
        ${values.map((value) => html`<option value=${value} ?selected=${value === chosen}>${field === "team_id" ? (this.people.teamName(value) ?? value) : tCode(field, value)}</option>`)}
      </select>
    `;
  }
}
