/** What goes with what is written: the message that it answers, and files. */

import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { size } from "../../shared/sizes";
import { t } from "../i18n";
import type { Composing, TrayFile } from "../model/composing";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { errorText } from "../ui/errors";
import "./quote";
import { quoteStyles } from "./quote";

@customElement("qd-reply-tray")
export class QdReplyTray extends DeskElement {
  static override styles = [
    controls,
    quoteStyles,
    css`
      :host { display: block; min-width: 0; }
      .row, li { display: flex; gap: 6px; align-items: center; min-width: 0; }
      .row qd-quote { flex: 1; min-width: 0; }
      ul { display: flex; flex-wrap: wrap; gap: 6px; }
      li { max-width: 100%; padding: 2px 4px 2px 10px; font-size: 13px; background: var(--sunken); border: 1px solid var(--line); border-radius: 7px; }
      li.failed { border-color: var(--bad); }
      li span { min-width: 0; overflow-wrap: anywhere; }
      .remove { min-width: 28px; min-height: 28px; padding: 0; line-height: 1; background: none; border: 0; }
    `,
  ];

  @property({ attribute: false }) composing!: Composing;
  /** Where what is quoted stands. */
  @property({ attribute: false }) thread: Thread | null = null;

  protected override render() {
    const { composing, thread } = this;
    this.watch(composing);
    const { quoted, files } = composing;
    return html`
      ${quoted === null || !thread
        ? nothing
        : html`<div class="row" data-testid="quoting">
            <qd-quote .thread=${thread} .seq=${quoted}></qd-quote>
            <button type="button" class="remove" aria-label=${t("quote.remove")} @click=${() => composing.quote(null)}>✕</button>
          </div>`}
      ${files.length > 0 ? html`<ul aria-label=${t("attach.label")}>${files.map((file) => this.file(file))}</ul>` : nothing}
    `;
  }

  private file({ key, name, size: bytes, attachment, error }: TrayFile) {
    const state = error ? "failed" : attachment ? "ready" : "uploading";
    return html`
      <li class=${state} data-testid="tray-file" data-state=${state}>
        <span dir="auto">${attachment?.name ?? name} · ${size(bytes)}
          ${error ? html`<span class="error" role="alert">${errorText(error)}</span>` : attachment ? nothing : t("attach.uploading")}</span>
        <button type="button" class="remove" data-testid="remove-file" aria-label=${t("attach.remove", { name })} @click=${() => this.composing.remove(key)}>✕</button>
      </li>
    `;
  }
}
