/** 查找: words within the open conversation, from the newest place back. */

import { css, html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../i18n";
import type { Finding } from "../model/finding";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

@customElement("qd-find-bar")
export class QdFindBar extends DeskElement {
  static override styles = [
    controls,
    css`
      form { display: flex; gap: 6px; align-items: center; padding: 6px 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
      input { flex: 1; min-width: 0; }
      button { padding: 4px 10px; }
      output:not(:empty) { min-width: 62px; text-align: center; font-size: 12px; color: var(--muted); white-space: nowrap; }
      @media (max-width: 760px) { form { padding: 6px 10px; } }
    `,
  ];

  @property({ attribute: false }) finding!: Finding;
  @query("input") private readonly input!: HTMLInputElement;

  protected override firstUpdated(): void {
    this.input.focus();
  }

  override focus(): void {
    this.input.select();
  }

  protected override render() {
    const { finding } = this;
    this.watch(finding);
    const none = finding.hits.length === 0;
    return html`
      <form role="search" @submit=${this.submit} @keydown=${this.onKey}>
        <input type="search" data-testid="find-text" aria-label=${t("find.label")} placeholder=${t("find.label")} maxlength="100" autocomplete="off" .value=${finding.words} />
        <output data-testid="find-count" role="status">${this.count()}</output>
        <button type="button" data-testid="find-older" aria-label=${t("find.older")} title=${t("find.older")} ?disabled=${none} @click=${() => finding.step(1)}>↑</button>
        <button type="button" data-testid="find-newer" aria-label=${t("find.newer")} title=${t("find.newer")} ?disabled=${none} @click=${() => finding.step(-1)}>↓</button>
        <button type="button" data-testid="find-close" aria-label=${t("app.close")} @click=${this.leave}>✕</button>
      </form>
    `;
  }

  private count(): string {
    const { hits, at, busy, words } = this.finding;
    if (!words) return "";
    if (hits.length === 0) return t(busy ? "find.looking" : "find.none");
    return `${at + 1} / ${hits.length}${busy ? "…" : ""}`;
  }

  /** Enter looks, and then goes on to the next older place. */
  private readonly submit = (event: Event) => {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text === this.finding.words) this.finding.step(1);
    else void this.finding.look(text);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") this.leave();
    if (event.key !== "Enter" || !event.shiftKey) return;
    event.preventDefault();
    this.finding.step(-1);
  };

  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
