import { html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../i18n";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-return-dialog")
export class QdReturnDialog extends DeskElement {
  static override styles = [controls];

  @property({ attribute: false }) thread!: Thread;
  @query("#reason") private readonly reason!: HTMLInputElement;

  protected override render() {
    return html`
      <qd-dialog .heading=${t("return.title")} .act=${this.act} @leave=${this.leave}>
        <p class="muted">${t("return.hint")}</p>
        <label>${t("return.reason")}<input id="reason" data-testid="return-reason" maxlength="500" required /></label>
      </qd-dialog>
    `;
  }

  private readonly act = () => this.thread.giveBack(this.reason.value.trim());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
