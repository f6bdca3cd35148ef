/** Text in which personal data is masked; a chip shows the mask and, on request, the value. */

import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Masks } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import { pieces } from "../ui/tokens";

const SHOWN_S = 15;

/** For the components that hold such texts: they stand in the holder's own tree, selectable as one. */
export const tokenStyles = css`
  qd-token-text { white-space: pre-wrap; overflow-wrap: anywhere; }
  qd-token { display: inline-block; white-space: normal; }
  .token { display: inline-flex; align-items: center; gap: 2px; padding: 0 4px 0 6px; background: var(--sunken); border: 1px solid var(--line); border-radius: 5px; color: var(--ink); white-space: nowrap; }
  .token .value { font-weight: 600; }
  .token button.link { min-height: 22px; font-size: 12px; }
`;

@customElement("qd-token-text")
export class QdTokenText extends DeskElement {

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread: Thread | null = null;
  @property() text = "";
  @property({ attribute: false }) masks: Masks = {};

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render() {
    return pieces(this.text, this.masks).map((piece) =>
      "text" in piece
        ? piece.text
        : html`<qd-token .desk=${this.desk} .thread=${this.thread} .token=${piece.token} .mask=${piece.mask}></qd-token>`,
    );
  }
}

@customElement("qd-token")
export class QdToken extends DeskElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread: Thread | null = null;
  @property() token = "";
  @property() mask = "";
  @state() private value = "";
  @state() private left = 0;
  @state() private asking = false;
  @query("input") private readonly reason!: HTMLInputElement;
  private timer: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.hide();
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render() {
    const may = this.thread !== null && this.desk.may("reveal");
    return html`
      <span class="token" title=${this.token}>
        ${this.value
          ? html`<span class="value">${this.value}</span><span class="small muted">${t("reveal.left", { n: this.left })}</span>`
          : html`<span>${this.mask}</span>`}
        ${may && !this.value
          ? html`<button class="link" type="button" data-testid="reveal" @click=${() => (this.asking = true)}>${t("reveal.show")}</button>`
          : nothing}
      </span>
      ${this.asking ? this.dialog() : nothing}
    `;
  }

  private dialog() {
    return html`
      <qd-dialog
        .heading=${t("reveal.title", { mask: this.mask })}
        .act=${() => this.reveal()}
        @leave=${() => (this.asking = false)}
      >
        <label>${t("reveal.reason")}<input data-testid="reveal-reason" required maxlength="200" /></label>
      </qd-dialog>
    `;
  }

  private async reveal(): Promise<void> {
    if (!this.thread) return;
    this.value = await this.thread.reveal(this.token, this.reason.value.trim());
    this.left = SHOWN_S;
    this.timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) this.hide();
    }, 1000);
  }

  private hide(): void {
    clearInterval(this.timer);
    this.value = "";
  }
}
