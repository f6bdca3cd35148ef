/** The last failure, said aloud and shown for a while. */

import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { controls } from "./controls";
import { DeskElement } from "./element";
import { errorText } from "./errors";

const SHOWN_MS = 8000;

@customElement("qd-toast")
export class QdToast extends DeskElement {
  static override styles = [
    controls,
    css`
      div { position: fixed; z-index: 10; inset-inline: 16px; top: 58px; width: fit-content; margin: 0 auto; display: flex; gap: 14px; align-items: center; padding: 10px 14px 10px 18px; color: var(--bad); background: var(--surface); border: 1px solid var(--bad); border-radius: 10px; box-shadow: var(--shadow); }
    `,
  ];

  @property({ attribute: false }) desk: Desk | null = null;
  private shown: object | null = null;

  protected override render() {
    const { desk } = this;
    this.watch(desk);
    if (!desk?.failure) return html`<span role="alert"></span>`;
    return html`
      <div role="alert">
        <span>${errorText(desk.failure.error)}</span>
        <button class="link" @click=${() => desk.forgetFailure()}>${t("app.close")}</button>
      </div>
    `;
  }

  protected override updated(): void {
    const failure = this.desk?.failure ?? null;
    if (failure === this.shown) return;
    this.shown = failure;
    if (!failure) return;
    setTimeout(() => {
      if (this.desk?.failure === failure) this.desk.forgetFailure();
    }, SHOWN_MS);
  }
}
