import { html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Agent } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-transfer-dialog")
export class QdTransferDialog extends DeskElement {
  static override styles = [controls];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @query("#to") private readonly to!: HTMLSelectElement;
  @query("#note") private readonly note!: HTMLTextAreaElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.loadAgents().catch(this.desk.fail);
  }

  protected override render() {
    this.watch(this.desk);
    const me = this.desk.session.agent.id;
    const others = this.desk.agents
      .filter(({ id, active, role }) => id !== me && active && role !== "designer")
      .sort((a, b) => rank(a) - rank(b));
    return html`
      <qd-dialog .heading=${t("transfer.title")} .act=${this.act} @leave=${this.leave}>
        <label>${t("transfer.to")}
          <select id="to" data-testid="transfer-to">
            <option value="queue">${t("transfer.queue")}</option>
            ${others.map(
              ({ id, display_name, state, load, capacity }) =>
                html`<option value=${id}>${display_name} · ${t(`presence.${state ?? "offline"}`)} · ${t("presence.load", { load, capacity })}</option>`,
            )}
          </select>
        </label>
        <label>${t("transfer.note")}
          <textarea id="note" data-testid="transfer-note" rows="3" maxlength="1000" required></textarea>
        </label>
      </qd-dialog>
    `;
  }

  private readonly act = () => this.thread.transfer(this.to.value, this.note.value.trim());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}

/** Those who can take it come first. */
function rank({ state, load }: Agent): number {
  const place = state === "available" ? 0 : state === "busy" ? 1 : state === "away" ? 2 : 3;
  return place * 1000 + load;
}
