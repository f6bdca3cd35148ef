/** The message that a reply answers, in a few words; a click leads to it. */

import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n";
import type { Thread } from "../model/thread";
import { DeskElement } from "../ui/element";
import { masked } from "../ui/tokens";
import { authorText } from "../ui/words";

/** For whoever holds one: it stands in the holder's own tree. */
export const quoteStyles = css`
  qd-quote { display: block; max-width: 100%; }
  .quote { display: block; max-width: 100%; min-height: 24px; margin-bottom: 3px; padding: 2px 9px; overflow: hidden; text-align: start; text-overflow: ellipsis; white-space: nowrap; font: inherit; font-size: 12px; color: var(--muted); background: var(--sunken); border: 0; border-inline-start: 3px solid var(--line-strong); border-radius: 3px; cursor: pointer; }
`;

@customElement("qd-quote")
export class QdQuote extends DeskElement {
  @property({ attribute: false }) thread!: Thread;
  @property({ type: Number }) seq = 0;

  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(): void {
    void this.thread.need(this.seq);
  }

  protected override render() {
    this.watch(this.thread);
    const message = this.thread.message(this.seq);
    if (!message) return nothing;
    const text = message.text ? masked(message.text, message.masks) : t("attach.file");
    return html`
      <button type="button" class="quote" data-testid="quote" data-seq=${this.seq} @click=${() => this.thread.jump(this.seq)}>
        <span class="hidden">${t("quote.of")}</span> ${authorText(message)} #${this.seq}: ${text}
      </button>
    `;
  }
}
