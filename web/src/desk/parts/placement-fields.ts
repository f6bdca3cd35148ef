/** Team, skills and capacity of one person, as fields of a form. */

import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { ANYTHING, type Placement } from "../../shared/people";
import { t, tCode } from "../i18n";
import type { People } from "../model/people";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

type Kind = "languages" | "product_lines" | "scenarios";

@customElement("qd-placement-fields")
export class QdPlacementFields extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: grid; gap: 12px; }
      fieldset { margin: 0; padding: 8px 10px 10px; border: 1px solid var(--line); border-radius: 8px; }
      legend { padding: 0 4px; font-size: 13px; color: var(--muted); }
      .choices { display: flex; flex-wrap: wrap; gap: 4px 14px; }
      .choices label { display: inline-flex; align-items: center; gap: 5px; color: var(--ink); font-size: 13px; min-height: 26px; }
      .choices input { width: auto; min-height: auto; margin: 0; accent-color: var(--accent); }
    `,
  ];

  @property({ attribute: false }) people!: People;
  @property({ attribute: false }) start: Placement = ANYTHING;

  protected override render() {
    this.watch(this.people);
    const { teams, skills } = this.people;
    const { team_id, capacity } = this.start;
    return html`
      <label>${t("staff.team")}
        <select id="team" data-testid="staff-team">
          <option value="">${t("staff.no_team")}</option>
          ${teams.map(({ id, name }) => html`<option value=${id} ?selected=${id === team_id}>${name}</option>`)}
        </select>
      </label>
      <label>${t("staff.capacity")}
        <input id="capacity" data-testid="staff-capacity" type="number" min="1" max="50" step="1" inputmode="numeric"
          placeholder=${t("staff.capacity_hint")} .value=${capacity === null ? "" : String(capacity)} />
      </label>
      <p class="small muted">${t("staff.limit_hint")}</p>
      ${this.choices("languages", skills.languages, (code) => tCode("language", code))}
      ${this.choices("product_lines", skills.product_lines.map(({ code }) => code), (code) => this.people.lineName(code))}
      ${this.choices("scenarios", skills.scenarios, (code) => tCode("scenario", code))}
    `;
  }

  /** What the fields say now; null where the capacity is out of range, which is then shown. */
  read(): Placement | null {
    const capacity = this.renderRoot.querySelector<HTMLInputElement>("#capacity");
    const team = this.renderRoot.querySelector<HTMLSelectElement>("#team");
    if (!capacity || !team || !capacity.reportValidity()) return null;
    return {
      team_id: team.value || null,
      languages: this.chosen("languages"),
      product_lines: this.chosen("product_lines"),
      scenarios: this.chosen("scenarios"),
      capacity: capacity.value === "" ? null : Number(capacity.value),
    };
  }

  private chosen(kind: Kind): string[] {
    const boxes = this.renderRoot.querySelectorAll<HTMLInputElement>(`input[name="${kind}"]:checked`);
    return [...boxes].map(({ value }) => value);
  }

  private choices(kind: Kind, codes: readonly string[], name: (code: string) => string) {
    const on: readonly string[] = this.start[kind];
    return html`
      <fieldset>
        <legend>${t(`staff.${kind}`)}</legend>
        <div class="choices">
          ${codes.map(
            (code) => html`
              <label><input type="checkbox" name=${kind} value=${code} data-testid="skill-${code}" .checked=${on.includes(code)} />${name(code)}</label>
            `,
          )}
        </div>
      </fieldset>
    `;
  }
}
