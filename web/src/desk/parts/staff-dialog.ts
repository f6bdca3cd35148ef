/** One person's account: a new one, or what an administrator changes of it. */

import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { ROLES, type Agent } from "../../shared/desk";
import { ANYTHING } from "../../shared/people";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import "./placement-fields";
import type { QdPlacementFields } from "./placement-fields";

@customElement("qd-staff-dialog")
export class QdStaffDialog extends DeskElement {
  static override styles = [controls, css`label + label { margin-top: 12px; }`];

  @property({ attribute: false }) desk!: Desk;
  /** Whose account it is; null makes a new one. */
  @property({ attribute: false }) agent: Agent | null = null;
  @query("#username") private readonly username!: HTMLInputElement | null;
  @query("#name") private readonly name!: HTMLInputElement;
  @query("#role") private readonly chosen!: HTMLSelectElement;
  @query("qd-placement-fields") private readonly fields!: QdPlacementFields;

  protected override render() {
    const { agent } = this;
    const own = agent?.id === this.desk.session.agent.id;
    const heading = agent ? t("staff.edit_of", { name: agent.display_name }) : t("staff.add");
    return html`
      <qd-dialog .heading=${heading} .act=${this.act} @leave=${this.leave}>
        <div>
          <label>${t("staff.name")}
            <input id="name" data-testid="staff-name" maxlength="60" required autocomplete="off" .value=${agent?.display_name ?? ""} />
          </label>
          ${agent
            ? nothing
            : html`<label>${t("staff.username")}
                <input id="username" data-testid="staff-username" maxlength="60" required autocomplete="off" autocapitalize="none" />
              </label>`}
          <label>${t("staff.role")}
            <select id="role" data-testid="staff-role" ?disabled=${own}>
              ${ROLES.map((role) => html`<option value=${role} ?selected=${role === agent?.role}>${t(`role.${role}`)}</option>`)}
            </select>
          </label>
        </div>
        <qd-placement-fields .people=${this.desk.people} .start=${agent?.placement ?? ANYTHING}></qd-placement-fields>
      </qd-dialog>
    `;
  }

  private readonly act = async () => {
    const placement = this.fields.read();
    if (!placement) throw new Error(t("staff.capacity"));
    const account = { display_name: this.name.value.trim(), role: this.chosen.value, placement };
    const { api } = this.desk;
    const detail = this.agent
      ? await api.send("PATCH", `/agents/${encodeURIComponent(this.agent.id)}`, account)
      : await api.send("POST", "/agents", { ...account, username: this.username?.value.trim() });
    this.dispatchEvent(new CustomEvent("saved", { detail }));
  };

  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
