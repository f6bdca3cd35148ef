/** Narrows the list; what is asked for seldom is folded away. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { SCENARIOS, SIGNALS } from "../../shared/desk";
import { t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import { isFiltered, NO_FILTER, type Field } from "../model/filters";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

const FOLDED: readonly Field[] = ["signal", "anger", "agent_id", "team_id", "language", "overdue"];

@customElement("qd-queue-filter")
export class QdQueueFilter extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: grid; gap: 4px; padding: 6px 8px; border-bottom: 1px solid var(--line); }
      div { display: flex; gap: 4px; }
      select { flex: 1 1 0; min-width: 0; min-height: 30px; padding: 2px 4px; font-size: 12px; border-color: var(--line); }
      select.on { border-color: var(--accent); color: var(--accent); font-weight: 600; }
      button { flex: none; width: 24px; min-height: 30px; padding: 0; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private open = false;

  protected override render() {
    const { queue, people } = this.desk;
    this.watch(this.desk);
    this.watch(queue);
    this.watch(people);
    const { filter } = queue;
    const unfolded = this.open || FOLDED.some((field) => filter[field] !== "");
    return html`
      <div>
        ${this.choice("level", ["major", "ordinary"])} ${this.choice("channel", [...queue.channels].sort())} ${this.choice("scenario", SCENARIOS)}
        <button type="button" data-testid="filter-more" title=${t("filter.more")} aria-label=${t("filter.more")} aria-expanded=${unfolded} @click=${() => (this.open = !unfolded)}>
          ${unfolded ? "▴" : "▾"}
        </button>
        ${isFiltered(filter)
          ? html`<button type="button" data-testid="filter-clear" title=${t("filter.clear")} aria-label=${t("filter.clear")} @click=${() => queue.narrow(NO_FILTER)}>✕</button>`
          : nothing}
      </div>
      ${unfolded ? this.folded() : nothing}
    `;
  }

  private folded() {
    const { agents, people } = this.desk;
    const name = (id: string) => agents.find((agent) => agent.id === id)?.display_name ?? t("app.unknown");
    return html`
      <div>
        ${this.choice("signal", SIGNALS)}
        ${this.choice("anger", ["1", "2", "3", "4"], (degree) => t("filter.at_least", { what: tCode("anger", degree) }))}
        ${this.choice("agent_id", agents.map(({ id }) => id), name)}
      </div>
      <div>
        ${people.teams.length > 0 ? this.choice("team_id", people.teams.map(({ id }) => id), (id) => people.teamName(id) ?? id) : nothing}
        ${this.choice("language", ["zh-Hans", "zh-Hant", "en"])}
        ${this.choice("overdue", ["true"], () => t("filter.overdue_only"))}
      </div>
    `;
  }

  private choice(field: Field, values: readonly string[], words = (value: string) => tCode(field, value)) {
    const chosen = this.desk.queue.filter[field];
    const pick = (event: Event) => this.desk.queue.narrow({ [field]: (event.target as HTMLSelectElement).value });
    const all = chosen === "" || values.includes(chosen) ? values : [...values, chosen];
    return html`
      <select
        class=${chosen ? "on" : ""}
        aria-label=${t(`filter.${field}`)}
        data-testid="filter-${field}"
        .value=${live(chosen)}
        @change=${pick}
      >
        <option value="">${t(`filter.${field}`)}</option>
        ${all.map((value) => html`<option value=${value} ?selected=${value === chosen}>${words(value)}</option>`)}
      </select>
    `;
  }
}
