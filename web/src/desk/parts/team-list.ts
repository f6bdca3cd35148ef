/** The teams: their names and how many belong to each. */

import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Team } from "../../shared/people";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

type Asking = { act: "add" } | { act: "rename" | "remove"; team: Team };

@customElement("qd-team-list")
export class QdTeamList extends DeskElement {
  static override styles = [
    controls,
    css`
      .head { display: flex; justify-content: space-between; align-items: center; gap: 10px; margin-bottom: 10px; }
      ul { display: grid; gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 9px; overflow: hidden; }
      li { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; padding: 8px 12px; background: var(--surface); }
      .name { flex: 1; overflow-wrap: anywhere; font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private asking: Asking | null = null;
  @query("#team-name") private readonly name!: HTMLInputElement;

  protected override render() {
    this.watch(this.desk);
    this.watch(this.desk.people);
    const { teams } = this.desk.people;
    return html`
      <div class="head">
        <h2>${t("team.title")}</h2>
        <button data-testid="add-team" @click=${() => (this.asking = { act: "add" })}>${t("team.add")}</button>
      </div>
      ${teams.length === 0 ? html`<p class="muted">${t("team.none")}</p>` : html`<ul>${teams.map((team) => this.row(team))}</ul>`}
      ${this.asking ? this.dialog(this.asking) : nothing}
    `;
  }

  private row(team: Team) {
    const members = this.desk.agents.filter(({ placement, active }) => active && placement.team_id === team.id).length;
    return html`
      <li data-testid="team">
        <span class="name">${team.name}</span>
        <span class="small muted">${t("team.members", { n: members })}</span>
        <button class="link" aria-label=${t("team.rename_of", { name: team.name })} @click=${() => (this.asking = { act: "rename", team })}>${t("team.rename")}</button>
        <button class="link" aria-label=${t("team.remove_of", { name: team.name })} @click=${() => (this.asking = { act: "remove", team })}>${t("team.remove")}</button>
      </li>
    `;
  }

  private dialog(asking: Asking) {
    const leave = () => (this.asking = null);
    const name = asking.act === "add" ? "" : asking.team.name;
    return html`
      <qd-dialog .heading=${t(`team.${asking.act}`)} .act=${() => this.act(asking)} @leave=${leave}>
        ${asking.act === "remove"
          ? html`<p>${t("team.remove_ask", { name })}</p>`
          : html`<label>${t("team.name")}<input id="team-name" data-testid="team-name" maxlength="60" required autocomplete="off" .value=${name} /></label>`}
      </qd-dialog>
    `;
  }

  private async act(asking: Asking): Promise<void> {
    const { api } = this.desk;
    const path = asking.act === "add" ? "/teams" : `/teams/${encodeURIComponent(asking.team.id)}`;
    if (asking.act === "remove") await api.send("DELETE", path);
    else await api.send(asking.act === "add" ? "POST" : "PATCH", path, { name: this.name.value.trim() });
    await Promise.all([this.desk.people.load(), this.desk.loadAgents()]);
  }
}
