/** When somebody will call the customer: what an agent has promised in words becomes a call to be kept. */

import { html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { moment } from "../../shared/times";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import { choiceStyles, local, timeChoices } from "./time-choices";

@customElement("qd-call-dialog")
export class QdCallDialog extends DeskElement {
  static override styles = [controls, choiceStyles];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @query("#at") private readonly at!: HTMLInputElement;
  @query("#note") private readonly note!: HTMLTextAreaElement;

  protected override render() {
    const { callback } = this.thread.detail?.brief ?? {};
    const now = new Date();
    return html`
      <qd-dialog .heading=${t("call.title")} .act=${this.act} @leave=${this.leave}>
        <p class="muted">${t("call.hint")}</p>
        ${callback ? html`<p class="muted">${t("call.replaces", { time: moment(callback.at, locale.language) })}</p>` : nothing}
        ${timeChoices(now, null, (value) => (this.at.value = value))}
        <label>${t("call.at")}<input id="at" type="datetime-local" data-testid="call-at" min=${local(now)} required /></label>
        <label>${t("call.note")}<textarea id="note" data-testid="call-note" rows="2" maxlength="500"></textarea></label>
      </qd-dialog>
    `;
  }

  private readonly act = () => this.desk.callbacks.promise(this.thread.id, new Date(this.at.value).toISOString(), this.note.value.trim());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
