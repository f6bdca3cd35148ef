/** Who may sign in. A one-time password is shown once and kept nowhere. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Agent } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { controls, pageStyles } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import "../parts/add-staff-dialog";

export interface Issued {
  agent: Agent;
  one_time_password?: string | null;
}

@customElement("qd-staff")
export class QdStaff extends DeskElement {
  static override styles = [
    controls,
    pageStyles,
    css`
      .once { display: grid; gap: 6px; border-color: var(--accent); }
      .once code { font-size: 18px; user-select: all; overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private adding = false;
  @state() private leaving: Agent | null = null;
  @state() private issued: Issued | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.loadAgents().catch(this.desk.fail);
  }

  protected override render() {
    this.watch(this.desk);
    return html`
      <div class="page">
        <div class="head">
          <h1>${t("staff.title")}</h1>
          <button class="primary" data-testid="add-staff" @click=${() => (this.adding = true)}>${t("staff.add")}</button>
        </div>
        ${this.issued?.one_time_password ? this.once(this.issued.agent, this.issued.one_time_password) : nothing}
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th>${t("staff.name")}</th><th>${t("staff.username")}</th><th>${t("staff.role")}</th>
                <th>${t("staff.state")}</th><th></th>
              </tr>
            </thead>
            <tbody>${this.desk.agents.map((agent) => this.row(agent))}</tbody>
          </table>
        </div>
      </div>
      ${this.adding
        ? html`<qd-add-staff-dialog .desk=${this.desk} @issued=${this.onIssued} @leave=${() => (this.adding = false)}></qd-add-staff-dialog>`
        : nothing}
      ${this.leaving ? this.deactivateDialog(this.leaving) : nothing}
    `;
  }

  private once(agent: Agent, password: string) {
    return html`
      <div class="card once" role="status">
        <p>${t("staff.once", { name: agent.display_name })}</p>
        <code data-testid="one-time-password">${password}</code>
        <p class="small muted">${t("staff.once_hint")}</p>
        <p><button @click=${() => (this.issued = null)}>${t("staff.noted")}</button></p>
      </div>
    `;
  }

  private row(agent: Agent) {
    const { id, active, present, role, display_name, username, load, capacity } = agent;
    const state = active ? (`presence.${agent.state ?? "offline"}` as const) : "staff.inactive";
    const me = id === this.desk.session.agent.id;
    return html`
      <tr data-testid="staff" data-id=${id}>
        <td>${display_name}</td>
        <td>${username}</td>
        <td>${t(`role.${role}`)}</td>
        <td><span class="chip ${active ? (present ? "good" : "") : "warn"}">${t(state)}</span> ${present || load > 0 ? html`<span class="small muted">${t("presence.load", { load, capacity })}</span>` : nothing}</td>
        <td class="actions">
          ${me ? nothing : html`<button class="link" @click=${() => this.change(agent, { reset_password: true })}>${t("staff.reset")}</button>`}
          ${me ? nothing : this.toggle(agent)}
        </td>
      </tr>
    `;
  }

  private toggle(agent: Agent) {
    return agent.active
      ? html`<button class="link" data-testid="deactivate" @click=${() => (this.leaving = agent)}>${t("staff.deactivate")}</button>`
      : html`<button class="link" @click=${() => this.change(agent, { active: true })}>${t("staff.activate")}</button>`;
  }

  private deactivateDialog(agent: Agent) {
    return html`
      <qd-dialog
        .heading=${t("staff.deactivate")}
        .act=${() => this.patch(agent, { active: false })}
        @leave=${() => (this.leaving = null)}
      >
        <p>${t("staff.deactivate_ask", { name: agent.display_name })}</p>
      </qd-dialog>
    `;
  }

  private readonly onIssued = (event: CustomEvent<Issued>) => {
    this.issued = event.detail;
    this.desk.loadAgents().catch(this.desk.fail);
  };

  private change(agent: Agent, change: object): void {
    this.patch(agent, change).catch(this.desk.fail);
  }

  private async patch(agent: Agent, change: object): Promise<void> {
    const answer = await this.desk.api.send<Issued>("PATCH", `/agents/${encodeURIComponent(agent.id)}`, change);
    if (answer.one_time_password) this.issued = answer;
    await this.desk.loadAgents();
  }
}
