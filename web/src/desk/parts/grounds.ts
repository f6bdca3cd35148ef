/** Why a case stands as it does: each signal with the customer's words, and what else counted. */

import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Brief, Ground, Signal } from "../../shared/desk";
import { t, tCode } from "../i18n";
import type { Subject } from "../model/correcting";
import type { Desk } from "../model/desk";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { jump } from "../ui/jump";
import { sideStyles } from "../ui/side-styles";
import { tokenStyles } from "./token-text";

@customElement("qd-grounds")
export class QdGrounds extends DeskElement {
  static override styles = [controls, sideStyles, tokenStyles];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) brief!: Brief;
  @property({ type: Boolean }) may = false;

  protected override render() {
    const { signals, why } = this.brief;
    const names = new Set(signals.map(({ name }) => name));
    const others = why.filter(({ code }) => !names.has(code));
    return html`
      ${signals.length + others.length > 0
        ? html`<ul>${signals.map((signal) => this.signal(signal))} ${others.map((ground) => this.ground(ground))}</ul>`
        : html`<p class="muted">${t("brief.no_why")}</p>`}
      ${this.may
        ? html`<p><button class="link small" data-testid="add-signal" @click=${() => this.correct({ what: "signal", signal: null, message: null })}>
            + ${t("correct.add_signal")}
          </button></p>`
        : nothing}
    `;
  }

  private signal(signal: Signal) {
    const { name, quote, hard, seq, source } = signal;
    const label = tCode("signal", name);
    const said = name === "regulator" && source === "record" ? tCode("channel", quote) : quote;
    return html`
      <li class="item" data-testid="signal" data-name=${name}>
        <span class="tags">
          <span class="chip warn">${label}</span>
          ${hard ? html`<span class="chip bad">${t("brief.hard")}</span>` : nothing}
          ${source === "words" ? nothing : html`<span class="chip">${t(source === "person" ? "brief.from_person" : "brief.from_record")}</span>`}
          ${this.may
            ? html`<button
                class="link small"
                data-testid="correct-signal"
                aria-label=${t("correct.this", { name: label })}
                @click=${() => this.correct({ what: "signal", signal, message: null })}
              >${t("correct.button")}</button>`
            : nothing}
        </span>
        ${this.quote(said, seq)}
      </li>
    `;
  }

  private ground({ code, quote, seq }: Ground) {
    const said = code === "anger_peak" ? tCode("anger", quote) : code === "level_decided" ? tCode("level", quote) : quote;
    return html`
      <li class="item" data-testid="ground" data-name=${code}>
        <span class="tags"><span class="chip">${tCode("ground", code)}</span> <span>${said}</span></span>
        ${this.quote("", seq)}
      </li>
    `;
  }

  private quote(quote: string, seq: number | null) {
    return html`<span>
      ${quote ? html`“<qd-token-text .desk=${this.desk} .text=${quote} .masks=${this.brief.masks}></qd-token-text>”` : nothing}
      ${seq === null
        ? nothing
        : html`<button class="link small" data-testid="jump" @click=${() => jump(this, seq, quote)}>${t("brief.jump", { n: seq })}</button>`}
    </span>`;
  }

  private correct(detail: Subject): void {
    this.dispatchEvent(new CustomEvent("correct", { detail }));
  }
}
