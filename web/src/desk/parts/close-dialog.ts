import { html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { OUTCOMES, type Outcome } from "../../shared/desk";
import { t } from "../i18n";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-close-dialog")
export class QdCloseDialog extends DeskElement {
  static override styles = [controls];

  @property({ attribute: false }) thread!: Thread;
  @query("#outcome") private readonly outcome!: HTMLSelectElement;
  @query("#note") private readonly note!: HTMLTextAreaElement;

  protected override render() {
    return html`
      <qd-dialog .heading=${t("close.title")} .act=${this.act} @leave=${this.leave}>
        <label>${t("close.outcome")}
          <select id="outcome" data-testid="close-outcome">
            ${OUTCOMES.map((outcome) => html`<option value=${outcome}>${t(`outcome.${outcome}`)}</option>`)}
          </select>
        </label>
        <label>${t("close.note")}<textarea id="note" data-testid="close-note" rows="3" maxlength="1000"></textarea></label>
      </qd-dialog>
    `;
  }

  private readonly act = () => this.thread.close(this.outcome.value as Outcome, this.note.value.trim());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
