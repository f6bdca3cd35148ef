/** A file of the customer, or of an agent. It is fetched only on a click, as every opening is in the audit trail. */

import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ChatAttachment } from "../../shared/chat";
import { size } from "../../shared/sizes";
import { t } from "../i18n";
import { DeskElement } from "../ui/element";
import { icons } from "../ui/icons";

/** For the log that holds the messages: files stand in its own tree. */
export const attachmentStyles = css`
  qd-attachment { display: block; margin-top: 4px; max-width: 100%; }
  .file { display: inline-flex; align-items: center; gap: 6px; max-width: 100%; min-height: 36px; padding: 4px 12px; font: inherit; font-size: 13px; text-align: start; text-decoration: none; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: 9px; overflow-wrap: anywhere; cursor: pointer; }
  .file:hover { background: var(--sunken); }
  .file.closed { cursor: default; color: var(--muted); }
  .file b { display: inline-grid; place-items: center; color: var(--accent); font-weight: 600; white-space: nowrap; }
  qd-attachment img { display: block; max-width: min(320px, 100%); max-height: 320px; border: 1px solid var(--line); border-radius: 9px; }
`;

@customElement("qd-attachment")
export class QdAttachment extends DeskElement {
  @property({ attribute: false }) attachment!: ChatAttachment;
  @property() conversation = "";
  /** Only who has the conversation, or may take it over, opens its files. */
  @property({ type: Boolean }) may = false;
  @state() private shown = false;
  @state() private broken = false;

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render() {
    const { kind, name } = this.attachment;
    if (!this.may) return html`<span class="file closed" data-testid="closed-file" title=${t("file.closed")}>${this.label(icons.lock)}</span>`;
    if (kind !== "image" || this.broken) return this.link();
    if (this.shown)
      return html`
        <a href=${this.url} target="_blank" rel="noopener" title=${t("file.enlarge")}>
          <img src=${this.url} alt=${name} data-testid="picture" @error=${() => (this.broken = true)} />
        </a>
      `;
    return html`
      <button type="button" class="file" data-testid="show-picture" title=${t("file.audited")} @click=${() => (this.shown = true)}>
        ${this.label(t("file.show"))}
      </button>
    `;
  }

  private link() {
    return html`
      <a class="file" data-testid="file" href=${this.url} download=${this.attachment.name} title=${t("file.audited")}>
        ${this.label(t("file.save"))}
      </a>
    `;
  }

  private label(act: unknown) {
    const { kind, name, size: bytes } = this.attachment;
    return html`<b>${act}</b><span dir="auto">${t(`file.${kind}`)} · ${name} · ${size(bytes)}</span>`;
  }

  private get url(): string {
    return `/api/v1/conversations/${this.conversation}/attachments/${this.attachment.id}`;
  }
}
