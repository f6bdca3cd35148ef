/** Ten seconds of reading before the first word. */

import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Brief, Signal } from "../../shared/desk";
import { t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { jump } from "../ui/jump";
import { sideStyles } from "../ui/side-styles";
import { missingText } from "../ui/words";
import { tokenStyles } from "./token-text";

@customElement("qd-brief")
export class QdBrief extends DeskElement {
  static override styles = [controls, sideStyles, tokenStyles];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) brief!: Brief;

  protected override render() {
    const { brief } = this;
    return html`
      ${this.dimensions()} ${brief.avoid.length > 0 ? this.avoid() : nothing} ${this.signals()}
      <section>
        <h3>${t("brief.missing")}</h3>
        ${brief.missing.length > 0
          ? html`<p class="tags">${brief.missing.map((group) => html`<span class="chip">${missingText(group)}</span>`)}</p>`
          : html`<p class="muted">${t("brief.complete")}</p>`}
      </section>
      ${brief.said.length > 0
        ? html`<section>
            <h3>${t("brief.said")}</h3>
            <ul>${brief.said.map((text) => html`<li><blockquote>${text}</blockquote></li>`)}</ul>
          </section>`
        : nothing}
    `;
  }

  private dimensions() {
    const { emotion, risk, responsibility, rationality, demand, facts } = this.brief;
    const masks = facts.find(({ name }) => name === "demand")?.masks ?? {};
    return html`
      <section>
        <dl class="five">
          <dt>${t("brief.emotion")}</dt><dd class=${emotion === "heated" ? "bad" : ""}>${tCode("emotion", emotion)}</dd>
          <dt>${t("brief.risk")}</dt><dd class=${risk === "major" ? "bad" : ""}>${tCode("level", risk)}</dd>
          <dt>${t("brief.responsibility")}</dt><dd>${tCode("responsibility", responsibility)}</dd>
          <dt>${t("brief.rationality")}</dt><dd>${tCode("rationality", rationality)}</dd>
          <dt>${t("brief.demand")}</dt>
          <dd>${demand
            ? html`<qd-token-text .desk=${this.desk} .thread=${this.thread} .text=${demand} .masks=${masks}></qd-token-text>`
            : html`<span class="muted">${t("brief.demand_open")}</span>`}</dd>
        </dl>
      </section>
    `;
  }

  private avoid() {
    return html`
      <section class="avoid">
        <h3>${t("brief.avoid")}</h3>
        <ul>${this.brief.avoid.map((code) => html`<li data-testid="avoid">${tCode("avoid", code)}</li>`)}</ul>
      </section>
    `;
  }

  private signals() {
    const { signals } = this.brief;
    return html`
      <section>
        <h3>${t("brief.signals")}</h3>
        ${signals.length > 0
          ? html`<ul>${signals.map((signal) => this.signal(signal))}</ul>`
          : html`<p class="muted">${t("brief.no_signals")}</p>`}
      </section>
    `;
  }

  private signal({ name, quote, hard, seq }: Signal) {
    return html`
      <li class="item" data-testid="signal" data-name=${name}>
        <span class="tags">
          <span class="chip warn">${tCode("signal", name)}</span>
          ${hard ? html`<span class="chip bad">${t("brief.hard")}</span>` : nothing}
        </span>
        <span>
          “${quote}”
          ${seq === null
            ? nothing
            : html`<button class="link small" @click=${() => jump(this, seq)}>${t("brief.jump", { n: seq })}</button>`}
        </span>
      </li>
    `;
  }
}
