import { html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
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
      .sort((a, b) => Number(b.present) - Number(a.present));
    return html`
      <qd-dialog .heading=${t("transfer.title")} .act=${this.act} @leave=${this.leave}>
        <label>${t("transfer.to")}
          <select id="to" data-testid="transfer-to">
            <option value="queue">${t("transfer.queue")}</option>
            ${others.map(
              ({ id, display_name, present }) =>
                html`<option value=${id}>${display_name} · ${t(present ? "staff.present" : "staff.away")}</option>`,
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
