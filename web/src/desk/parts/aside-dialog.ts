/** 稍后处理: until when a conversation of one's own is out of the way, and what the law's clock says meanwhile. */

import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { moment, stamp } from "../../shared/times";
import { locale, t } from "../i18n";
import { choices } from "../model/aside";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-aside-dialog")
export class QdAsideDialog extends DeskElement {
  static override styles = [controls, css`.choices { display: flex; flex-wrap: wrap; gap: 6px; }`];

  @property({ attribute: false }) thread!: Thread;
  @query("#until") private readonly until!: HTMLInputElement;

  protected override render() {
    const due = this.thread.detail?.conversation.due_at ?? null;
    const now = new Date();
    return html`
      <qd-dialog .heading=${t("aside.title")} .act=${this.act} @leave=${this.leave}>
        <p class="muted">${t("aside.hint")}</p>
        ${due ? html`<p class="muted" data-testid="aside-due">${t("aside.due", { time: moment(due, locale.language) })}</p>` : nothing}
        <div class="choices">
          ${choices(now, due).map(
            ({ name, at }) => html`<button type="button" data-testid="aside-choice" @click=${() => (this.until.value = local(at))}>${t(`aside.${name}`)}</button>`,
          )}
        </div>
        <label>${t("aside.until")}<input id="until" type="datetime-local" data-testid="aside-until" min=${local(now)} max=${due ? local(new Date(due)) : nothing} required /></label>
      </qd-dialog>
    `;
  }

  private readonly act = () => this.thread.putAside(new Date(this.until.value).toISOString());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}

/** As the field wants it. */
function local(at: Date): string {
  return stamp(at.toISOString()).replace(" ", "T");
}
