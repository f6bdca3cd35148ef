/** One correction: what it should be, and why. */

import { css, html, nothing } from "lit";
import { customElement, property, query, queryAll } from "lit/decorators.js";
import { CAUSES, type Case } from "../../shared/desk";
import { t, tCode } from "../i18n";
import { choices, overruling, standing, valueText, type Subject } from "../model/correcting";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import { masked } from "../ui/tokens";

@customElement("qd-correct-dialog")
export class QdCorrectDialog extends DeskElement {
  static override styles = [
    controls,
    css`
      fieldset { display: grid; grid-template-columns: repeat(auto-fill, minmax(110px, 1fr)); gap: 4px 10px; margin: 0; padding: 0; border: 0; }
      legend { font-size: 13px; color: var(--muted); padding: 0; }
      .box { display: flex; gap: 6px; align-items: center; color: var(--ink); min-height: 26px; }
      .box input { width: auto; min-height: 0; margin: 0; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) case!: Case;
  @property({ attribute: false }) subject!: Subject;
  @query("#should-be") private readonly choice!: HTMLSelectElement | HTMLTextAreaElement;
  @query("#quote") private readonly quote!: HTMLInputElement | null;
  @query("#why") private readonly why!: HTMLTextAreaElement;
  @queryAll(".box input") private readonly boxes!: NodeListOf<HTMLInputElement>;
  private was = "";

  protected override firstUpdated(): void {
    this.choice.focus();
  }

  protected override willUpdate(): void {
    const brief = this.thread.detail?.brief;
    if (brief) this.was = standing(this.subject, brief, this.case);
  }

  protected override render() {
    const { what } = this.subject;
    const name = this.subject.what === "fact" ? tCode("fact", this.subject.name) : t(`judgement.${what}`);
    return html`
      <qd-dialog
        .heading=${what === "signal" && !this.subject.signal ? t("correct.add_signal") : t("correct.this", { name })}
        .act=${this.act}
        @leave=${() => this.dispatchEvent(new CustomEvent("leave"))}
      >
        ${this.was ? html`<p class="muted">${name}: ${valueText(what, masked(this.was, this.case.facts.reduce((all, one) => ({ ...all, ...one.masks }), {})))}</p>` : nothing}
        ${this.fields()} ${this.words()}
        <label>${t("correct.why")}
          <textarea id="why" data-testid="correct-why" rows="2" maxlength="500" required></textarea>
        </label>
      </qd-dialog>
    `;
  }

  private fields() {
    switch (this.subject.what) {
      case "cause":
        return this.causes();
      case "fact":
        return this.value();
      default:
        return this.values();
    }
  }

  /** A token may stay in it: it stands for the value that the vault keeps. */
  private value() {
    return html`<label>${t("correct.should_be")}
      <textarea id="should-be" data-testid="correct-value" rows="3" maxlength="4000" ?required=${!this.was} .value=${this.was}></textarea>
    </label>
    ${this.was ? html`<p class="small muted">${t("correct.clear_hint")}</p>` : nothing}`;
  }

  private values() {
    const signals = this.thread.detail?.brief?.signals ?? [];
    const { what } = this.subject;
    const likely = this.subject.what === "signal" ? this.subject.likely : undefined;
    return html`
      <label>${t("correct.should_be")}
        <select id="should-be" data-testid="correct-value">
          ${choices(this.subject, this.was, signals).map(
            (value) => html`<option value=${value} ?selected=${value === likely}>${value === "" ? t("correct.no_signal") : valueText(what, value)}</option>`,
          )}
        </select>
      </label>
    `;
  }

  private causes() {
    const now = this.was.split(",");
    return html`
      <label>${t("correct.main")}
        <select id="should-be" data-testid="correct-value">
          ${CAUSES.map((name) => html`<option value=${name} ?selected=${name === now[0]}>${tCode("cause", name)}</option>`)}
        </select>
      </label>
      <fieldset>
        <legend>${t("correct.others")}</legend>
        ${CAUSES.map(
          (name) => html`<label class="box"><input type="checkbox" value=${name} ?checked=${now.slice(1).includes(name)} />${tCode("cause", name)}</label>`,
        )}
      </fieldset>
    `;
  }

  /** The server wants the words that show an added signal, as they stand in the message. */
  private words() {
    if (this.subject.what !== "signal" || this.subject.signal || !this.subject.message) return nothing;
    return html`<label>${t("correct.quote")}
      <input id="quote" data-testid="correct-quote" required maxlength="4000" .value=${this.subject.message.text} />
    </label>`;
  }

  private readonly act = async () => {
    const main = this.choice.value.trim();
    const others = [...this.boxes].filter(({ checked, value }) => checked && value !== main).map(({ value }) => value);
    const should = this.subject.what === "cause" ? [main, ...others].join(",") : main;
    const body = overruling(this.subject, this.was, should, this.why.value.trim(), this.quote?.value ?? "");
    await this.thread.overrule(this.case, body);
  };
}
