import { html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Agent } from "../../shared/desk";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { targets, type Group } from "../model/transfer";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-transfer-dialog")
export class QdTransferDialog extends DeskElement {
  static override styles = [controls];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  /** It is in the queue: only a person can get it. */
  @property({ type: Boolean }) waits = false;
  @query("#to") private readonly to!: HTMLSelectElement;
  @query("#note") private readonly note!: HTMLTextAreaElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.loadAgents().catch(this.desk.fail);
    void this.desk.people.load();
  }

  protected override render() {
    this.watch(this.desk);
    this.watch(this.desk.people);
    const { teams } = this.desk.people;
    const groups = targets(this.desk.agents, this.desk.session.agent.id);
    return html`
      <qd-dialog .heading=${t(this.waits ? "transfer.assign" : "transfer.title")} .act=${this.act} @leave=${this.leave}>
        <label>${t("transfer.to")}
          <select id="to" data-testid="transfer-to">
            ${this.waits ? nothing : html`<optgroup label=${t("transfer.group_queue")}><option value="queue">${t("transfer.queue")}</option></optgroup>`}
            ${teams.length > 0 && !this.waits
              ? html`<optgroup label=${t("transfer.group_teams")}>${teams.map(({ id, name }) => html`<option value="team:${id}">${name}</option>`)}</optgroup>`
              : nothing}
            ${(["on", "busy", "off"] as const).map((group) => this.group(group, groups[group]))}
          </select>
        </label>
        <label>${t("transfer.note")}
          <textarea id="note" data-testid="transfer-note" rows="3" maxlength="1000" required></textarea>
        </label>
      </qd-dialog>
    `;
  }

  private group(name: Group, agents: readonly Agent[]) {
    if (agents.length === 0) return nothing;
    return html`
      <optgroup label=${t(`transfer.group_${name}`)}>
        ${agents.map((agent) => html`<option value=${agent.id}>${this.words(agent)}</option>`)}
      </optgroup>
    `;
  }

  /** Name, load, team and what they are good at. */
  private words({ display_name, load, capacity, state, placement }: Agent): string {
    const { people } = this.desk;
    const parts = [
      display_name,
      ...(state === "busy" || state === "away" ? [t(`presence.${state}`)] : []),
      t("presence.load", { load, capacity }),
      people.teamName(placement.team_id) ?? "",
      people.skillNames(placement).join(locale.language === "en" ? ", " : "、"),
    ];
    return parts.filter((part) => part !== "").join(" · ");
  }

  private readonly act = () => this.thread.transfer(this.to.value, this.note.value.trim());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
