/** 稍后处理: until when a conversation of one's own is out of the way, and what the law's clock says meanwhile. */

import { html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { moment } from "../../shared/times";
import { locale, t } from "../i18n";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import { choiceStyles, local, timeChoices } from "./time-choices";

@customElement("qd-aside-dialog")
export class QdAsideDialog extends DeskElement {
  static override styles = [controls, choiceStyles];

  @property({ attribute: false }) thread!: Thread;
  @query("#until") private readonly until!: HTMLInputElement;

  protected override render() {
    const due = this.thread.detail?.conversation.due_at ?? null;
    const now = new Date();
    return html`
      <qd-dialog .heading=${t("aside.title")} .act=${this.act} @leave=${this.leave}>
        <p class="muted">${t("aside.hint")}</p>
        ${due ? html`<p class="muted" data-testid="aside-due">${t("aside.due", { time: moment(due, locale.language) })}</p>` : nothing}
        ${timeChoices(now, due, (value) => (this.until.value = value))}
        <label>${t("aside.until")}<input id="until" type="datetime-local" data-testid="aside-until" min=${local(now)} max=${due ? local(new Date(due)) : nothing} required /></label>
      </qd-dialog>
    `;
  }

  private readonly act = () => this.thread.putAside(new Date(this.until.value).toISOString());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
