import { html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { ROLES } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-add-staff-dialog")
export class QdAddStaffDialog extends DeskElement {
  static override styles = [controls];

  @property({ attribute: false }) desk!: Desk;
  @query("#username") private readonly username!: HTMLInputElement;
  @query("#name") private readonly name!: HTMLInputElement;
  @query("#role") private readonly chosen!: HTMLSelectElement;

  protected override render() {
    return html`
      <qd-dialog .heading=${t("staff.add")} .act=${this.act} @leave=${this.leave}>
        <label>${t("staff.name")}<input id="name" data-testid="staff-name" maxlength="60" required autocomplete="off" /></label>
        <label>${t("staff.username")}
          <input id="username" data-testid="staff-username" maxlength="60" required autocomplete="off" autocapitalize="none" />
        </label>
        <label>${t("staff.role")}
          <select id="role" data-testid="staff-role">
            ${ROLES.map((role) => html`<option value=${role}>${t(`role.${role}`)}</option>`)}
          </select>
        </label>
      </qd-dialog>
    `;
  }

  private readonly act = async () => {
    const detail = await this.desk.api.send("POST", "/agents", {
      username: this.username.value.trim(),
      display_name: this.name.value.trim(),
      role: this.chosen.value,
    });
    this.dispatchEvent(new CustomEvent("issued", { detail }));
  };

  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
