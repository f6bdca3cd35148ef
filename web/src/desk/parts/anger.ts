/** How anger went, as a line with a text for those who cannot see it. */

import { css, html, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Brief } from "../../shared/desk";
import { t, tCode } from "../i18n";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { dots, points, viewBox } from "../ui/sparkline";

@customElement("qd-anger")
export class QdAnger extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; }
      svg { width: 130px; height: 34px; flex: none; background: var(--sunken); border-radius: 5px; }
      polyline { fill: none; stroke: var(--line-strong); stroke-width: 1.5; }
      circle { fill: var(--line-strong); }
      circle.hot { fill: var(--bad); }
      .rising { color: var(--bad); font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) anger!: Brief["anger"];

  protected override render() {
    const { course, latest, peak, rising } = this.anger;
    if (course.length === 0) return html`<span class="muted">${t("anger.none")}</span>`;
    const name = (degree: number) => tCode("anger", String(degree));
    const label = t("anger.course", {
      n: course.length,
      course: course.map(name).join(" → "),
      ...{ peak: name(peak), latest: name(latest) },
    });
    return html`
      ${course.length > 1 ? this.line(label) : nothing}
      <span>${name(latest)} ${rising ? html`<span class="rising">↗ ${t("anger.rising")}</span>` : ""}</span>
    `;
  }

  private line(label: string) {
    const { course } = this.anger;
    return html`
      <svg viewBox=${viewBox} role="img" aria-label=${label} data-testid="anger">
        <title>${label}</title>
        <polyline points=${points(course)}></polyline>
        ${dots(course).map(({ x, y, anger }) => svg`<circle class=${anger >= 3 ? "hot" : ""} cx=${x} cy=${y} r="2.6"></circle>`)}
      </svg>
    `;
  }
}
