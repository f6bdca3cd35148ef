/** What people have corrected, newest first: by whom, when and why. */

import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Correction, Masks } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import { valueText } from "../model/correcting";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { jump } from "../ui/jump";
import { sideStyles } from "../ui/side-styles";
import { masked } from "../ui/tokens";

@customElement("qd-corrections")
export class QdCorrections extends DeskElement {
  static override styles = [controls, sideStyles];

  @property({ attribute: false }) corrections: readonly Correction[] = [];
  @property({ attribute: false }) masks: Masks = {};

  protected override render() {
    return html`
      <section>
        <h3>${t("correct.title")}</h3>
        <ul>${this.corrections.toReversed().map((one) => this.row(one))}</ul>
      </section>
    `;
  }

  private row({ what, was, should_be, why, name, seq, message_id, at, agent_name }: Correction) {
    const subject = what === "fact" ? tCode("fact", name) : t(`judgement.${what}`);
    const shown = (value: string) => masked(valueText(what, value), this.masks);
    return html`
      <li class="item" data-testid="correction" data-what=${what}>
        <span>
          <strong>${subject}</strong> ${shown(was)} → ${shown(should_be)}
          ${message_id ? html`<button class="link small" @click=${() => jump(this, seq)}>#${seq}</button>` : nothing}
        </span>
        <blockquote>${masked(why, this.masks)}</blockquote>
        <span class="small muted">${t("correct.by", { name: agent_name ?? t("author.agent"), time: moment(at, locale.language) })}</span>
      </li>
    `;
  }
}
