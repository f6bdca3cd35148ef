/** Counts as a picture. Its table is always there: beside it for eyes, or for screen readers. */

import { css, html, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n";
import { controls } from "./controls";
import { DeskElement } from "./element";
import { columns, HEIGHT, isNamed, WIDTH, type Bar, type Column } from "./plot-shapes";

@customElement("qd-plot")
export class QdPlot extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: block; min-width: 0; padding: 12px 14px; background: var(--surface); border: 1px solid var(--line); border-radius: 9px; }
      figure { position: relative; display: grid; gap: 8px; }
      figcaption { display: flex; justify-content: space-between; gap: 10px; align-items: baseline; }
      svg { display: block; width: 100%; }
      .fill { fill: var(--accent); }
      .base { stroke: var(--line-strong); stroke-width: 1; }
      text { font-size: 10px; fill: var(--muted); text-anchor: middle; }
      text.count { fill: var(--ink); font-weight: 600; }
      table { width: 100%; border-collapse: collapse; font-size: 13px; }
      .bars th { width: 34%; padding: 4px 8px 4px 0; font-weight: 400; text-align: start; overflow-wrap: anywhere; }
      .bars th::first-letter { text-transform: uppercase; }
      .bars td.count { width: 44px; text-align: end; font-weight: 600; }
      .bars svg { height: 14px; background: var(--sunken); border-radius: 3px; }
    `,
  ];

  @property() heading = "";
  @property() remark = "";
  @property({ attribute: false }) bars: readonly Bar[] = [];
  /** Columns for what has an order (hours), bars for what has names. */
  @property() shape: "columns" | "bars" = "bars";

  protected override render() {
    const empty = this.bars.every(({ count }) => count === 0);
    return html`
      <figure data-testid="plot">
        <figcaption><h3>${this.heading}</h3>${this.remark ? html`<span class="small muted">${this.remark}</span>` : nothing}</figcaption>
        ${empty ? html`<p class="small muted">${t("overview.no_data")}</p>` : this.shape === "bars" ? this.asBars() : this.asColumns()}
      </figure>
    `;
  }

  private asBars() {
    const most = Math.max(1, ...this.bars.map(({ count }) => count));
    const row = ({ label, count }: Bar) => html`
      <tr>
        <th scope="row">${label}</th>
        <td>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${svg`<rect class="fill" width=${(count / most) * 100} height="10"></rect>`}</svg>
        </td>
        <td class="count">${count}</td>
      </tr>
    `;
    return html`<table class="bars" aria-label=${this.heading}><tbody>${this.bars.map(row)}</tbody></table>`;
  }

  private asColumns() {
    const row = ({ label, count }: Bar) => html`<tr><th scope="row">${label}</th><td>${count}</td></tr>`;
    return html`
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
        ${svg`<line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT - 18} y2=${HEIGHT - 18}></line>`}
        ${columns(this.bars).map((column, place) => this.column(column, place))}
      </svg>
      <table class="hidden">
        <caption>${this.heading}</caption>
        <thead><tr><th scope="col">${this.heading}</th><th scope="col">${t("overview.count")}</th></tr></thead>
        <tbody>${this.bars.map(row)}</tbody>
      </table>
    `;
  }

  private column({ x, y, width, height, count, label }: Column, place: number) {
    const middle = x + width / 2;
    return svg`
      <rect class="fill" x=${x} y=${y} width=${width} height=${height} rx="1.5"></rect>
      ${count > 0 ? svg`<text class="count" x=${middle} y=${y - 4}>${count}</text>` : nothing}
      ${isNamed(place, this.bars.length) ? svg`<text x=${middle} y=${HEIGHT - 5}>${label}</text>` : nothing}
    `;
  }
}
