/** Who may sign in, where they work, and what they can be given. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Agent } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { controls, pageStyles } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import { stacked } from "../ui/stacked";
import "../parts/staff-dialog";
import "../parts/team-list";

/** A one-time password is shown once and kept nowhere. */
interface Issued {
  agent: Agent;
  one_time_password?: string | null;
}

type Asking = { act: "add" } | { act: "edit" | "reset" | "deactivate"; agent: Agent };

@customElement("qd-staff")
export class QdStaff extends DeskElement {
  static override styles = [
    controls,
    pageStyles,
    stacked,
    css`
      .once { display: grid; gap: 6px; border-color: var(--accent); }
      .once code { font-size: 18px; user-select: all; overflow-wrap: anywhere; }
      .skills { display: flex; flex-wrap: wrap; gap: 4px; min-width: 150px; }
      td { white-space: nowrap; }
      td.wide { white-space: normal; }
      tr.off td { color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private asking: Asking | null = null;
  @state() private issued: Issued | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.loadAgents().catch(this.desk.fail);
    void this.desk.people.load();
  }

  protected override render() {
    this.watch(this.desk);
    this.watch(this.desk.people);
    const headings = ["name", "username", "role", "team", "skills", "state"] as const;
    return html`
      <div class="page">
        <div class="head">
          <h1>${t("staff.title")}</h1>
          <button class="primary" data-testid="add-staff" @click=${() => (this.asking = { act: "add" })}>${t("staff.add")}</button>
        </div>
        ${this.issued?.one_time_password ? this.once(this.issued.agent, this.issued.one_time_password) : nothing}
        <div class="scroll">
          <table class="stacked">
            <thead><tr>${headings.map((name) => html`<th scope="col">${t(`staff.${name}`)}</th>`)}<th></th></tr></thead>
            <tbody>${this.desk.agents.map((agent) => this.row(agent))}</tbody>
          </table>
        </div>
        <qd-team-list .desk=${this.desk}></qd-team-list>
      </div>
      ${this.asking ? this.dialog(this.asking) : nothing}
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
    const { id, active, present, role, display_name, username, load, capacity, placement } = agent;
    const state = active ? (`presence.${agent.state ?? "offline"}` as const) : "staff.inactive";
    const skills = this.desk.people.skillNames(placement);
    return html`
      <tr class=${active ? "" : "off"} data-testid="staff" data-id=${id}>
        <td>${display_name}</td>
        <td>${username}</td>
        <td>${t(`role.${role}`)}</td>
        <td>${this.desk.people.teamName(placement.team_id)}</td>
        <td class="wide"><span class="skills">${skills.length > 0 ? skills.map((name) => html`<span class="chip">${name}</span>`) : html`<span class="muted">${t("staff.any")}</span>`}</span></td>
        <td><span class="chip ${active ? (present ? "good" : "") : "warn"}">${t(state)}</span> <span class="small muted">${t("presence.load", { load, capacity })}</span></td>
        <td class="actions">${this.actions(agent)}</td>
      </tr>
    `;
  }

  private actions(agent: Agent) {
    const me = agent.id === this.desk.session.agent.id;
    const ask = (act: "edit" | "reset" | "deactivate") => () => (this.asking = { act, agent });
    return html`
      <button class="link" data-testid="edit-staff" @click=${ask("edit")}>${t("staff.edit")}</button>
      ${me
        ? nothing
        : html`
            <button class="link" data-testid="reset-staff" @click=${ask("reset")}>${t("staff.reset")}</button>
            ${agent.active
              ? html`<button class="link" data-testid="deactivate" @click=${ask("deactivate")}>${t("staff.deactivate")}</button>`
              : html`<button class="link" @click=${() => this.patch(agent, { active: true }).catch(this.desk.fail)}>${t("staff.activate")}</button>`}
          `}
    `;
  }

  private dialog(asking: Asking) {
    const leave = () => (this.asking = null);
    if (asking.act === "add" || asking.act === "edit") {
      const agent = asking.act === "edit" ? asking.agent : null;
      return html`<qd-staff-dialog .desk=${this.desk} .agent=${agent} @saved=${this.onSaved} @leave=${leave}></qd-staff-dialog>`;
    }
    const { act, agent } = asking;
    const change = act === "reset" ? { reset_password: true } : { active: false };
    return html`
      <qd-dialog .heading=${t(`staff.${act}`)} .act=${() => this.patch(agent, change)} @leave=${leave}>
        <p>${t(`staff.${act}_ask`, { name: agent.display_name })}</p>
      </qd-dialog>
    `;
  }

  private readonly onSaved = (event: CustomEvent<Issued>) => {
    if (event.detail.one_time_password) this.issued = event.detail;
    this.desk.loadAgents().catch(this.desk.fail);
  };

  private async patch(agent: Agent, change: object): Promise<void> {
    const answer = await this.desk.api.send<Issued>("PATCH", `/agents/${encodeURIComponent(agent.id)}`, change);
    if (answer.one_time_password) this.issued = answer;
    await this.desk.loadAgents();
  }
}
