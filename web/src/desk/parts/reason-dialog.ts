/** An act on a conversation that needs a reason: to take over, to return, to reopen. */

import { html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-reason-dialog")
export class QdReasonDialog extends DeskElement {
  static override styles = [controls];

  @property() heading = "";
  @property() hint = "";
  /** What the field is called. */
  @property() asked = "";
  /** The field's test hook. */
  @property() hook = "";
  @property({ attribute: false }) act!: (reason: string) => Promise<void>;
  @query("#reason") private readonly reason!: HTMLInputElement;

  protected override render() {
    return html`
      <qd-dialog .heading=${this.heading} .act=${this.confirmed} @leave=${this.leave}>
        <p class="muted">${this.hint}</p>
        <label>${this.asked}<input id="reason" data-testid=${this.hook} maxlength="500" required /></label>
      </qd-dialog>
    `;
  }

  private readonly confirmed = () => this.act(this.reason.value.trim());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
