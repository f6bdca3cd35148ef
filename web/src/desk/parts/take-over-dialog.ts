import { html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../i18n";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-take-over-dialog")
export class QdTakeOverDialog extends DeskElement {
  static override styles = [controls];

  @property({ attribute: false }) thread!: Thread;
  @property() name = "";
  @query("#reason") private readonly reason!: HTMLInputElement;

  protected override render() {
    const { name } = this;
    return html`
      <qd-dialog .heading=${t("take_over.title", { name })} .act=${this.act} @leave=${this.leave}>
        <p class="muted">${t("take_over.hint", { name })}</p>
        <label>${t("take_over.reason")}<input id="reason" data-testid="take-over-reason" maxlength="500" required /></label>
      </qd-dialog>
    `;
  }

  private readonly act = () => this.thread.takeOver(this.reason.value.trim());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
