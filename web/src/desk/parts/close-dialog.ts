/** 结束: how it ended, what that means for the case, and what is still open. */

import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { OUTCOMES, type Outcome } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t } from "../i18n";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import { missingText } from "../ui/words";

@customElement("qd-close-dialog")
export class QdCloseDialog extends DeskElement {
  static override styles = [controls, css`ul { padding-inline-start: 18px; list-style: disc; color: var(--warn); } select { margin-bottom: 4px; }`];

  @property({ attribute: false }) thread!: Thread;
  @state() private outcome: Outcome | "" = "";
  @query("#note") private readonly note!: HTMLTextAreaElement;

  protected override render() {
    const { outcome } = this;
    const open = this.open();
    return html`
      <qd-dialog .heading=${t("close.title")} .act=${this.act} @leave=${this.leave}>
        ${open.length > 0 ? html`<ul data-testid="close-open">${open.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}
        <label>${t("close.outcome")}
          <select data-testid="close-outcome" required @change=${this.choose}>
            <option value="" disabled selected>${t("close.choose")}</option>
            ${OUTCOMES.map((one) => html`<option value=${one}>${t(`outcome.${one}`)}</option>`)}
          </select>
          ${outcome ? html`<span data-testid="close-means">${t(`close.means.${outcome}`)}</span>` : nothing}
        </label>
        <label>${t("close.note")}<textarea id="note" data-testid="close-note" rows="3" maxlength="1000"></textarea></label>
      </qd-dialog>
    `;
  }

  /** What somebody who closes it now might have overlooked. */
  private open(): string[] {
    const { detail, draft } = this.thread;
    const { callback, missing = [] } = detail?.brief ?? {};
    const open: string[] = [];
    if (this.thread.lastSpoke === "customer" && !detail?.conversation.recorded_by) open.push(t("close.unanswered"));
    if (draft.trim()) open.push(t("close.draft"));
    if (callback) open.push(t("close.callback", { time: moment(callback.at, locale.language) }));
    if (missing.length > 0 && detail?.case) open.push(t("close.missing", { names: missing.map(missingText).join(t("list.comma")) }));
    return open;
  }

  private readonly choose = (event: Event) => (this.outcome = (event.target as HTMLSelectElement).value as Outcome);
  private readonly act = () => this.thread.close(this.outcome as Outcome, this.note.value.trim());
  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
