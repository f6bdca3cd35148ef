/** The case of the open conversation: each fact with where it comes from, and editable. */

import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { FACT_NAMES, type Case, type Fact } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";
import { jump } from "../ui/jump";
import { sideStyles } from "../ui/side-styles";
import { tokenStyles } from "./token-text";

@customElement("qd-case-facts")
export class QdCaseFacts extends DeskElement {
  static override styles = [
    controls,
    sideStyles,
    tokenStyles,
    css`
      .fact { display: grid; grid-template-columns: 1fr auto; gap: 0 8px; }
      .fact > div { overflow-wrap: anywhere; }
      .open { color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) case: Case | null = null;
  @state() private editing: string | null = null;
  @query("#value") private readonly value!: HTMLTextAreaElement;

  protected override render() {
    this.watch(this.thread);
    const kase = this.case;
    if (!kase) return html`<p class="empty">${t("case.none")}</p>`;
    return html`
      <section>
        <h3>${t("brief.case")}</h3>
        <p class="tags">
          <strong>${kase.number ?? t("case.no_number")}</strong>
          <span class="chip">${t(`case_state.${kase.state}`)}</span>
          <span class="chip ${kase.level === "major" ? "bad" : ""}">${t(`level.${kase.level}`)}</span>
        </p>
        <ul>${FACT_NAMES.map((name) => this.fact(name, kase))} ${this.files(kase)}</ul>
      </section>
      ${this.editing ? this.dialog(kase, this.editing) : nothing}
    `;
  }

  private fact(name: string, kase: Case) {
    const fact = kase.facts.find((one) => one.name === name);
    const required = kase.missing.some((group) => group.includes(name));
    if (!fact && !required) return nothing;
    const label = tCode("fact", name);
    return html`
      <li class="fact" data-testid="fact" data-name=${name}>
        <div>
          <span class="small muted">${label}</span><br />
          ${fact
            ? html`<qd-token-text .desk=${this.desk} .thread=${this.thread} .text=${fact.value} .masks=${fact.masks}></qd-token-text>
                ${this.origin(fact)}`
            : html`<span class="open">${t("brief.missing")}</span>`}
        </div>
        ${this.desk.may("handle_conversations")
          ? html`<button class="link small" aria-label=${t("fact.edit", { name: label })} @click=${() => (this.editing = name)}>
              ${t("app.edit")}
            </button>`
          : nothing}
      </li>
    `;
  }

  /** Every file of the case's matter, with the way to the message that it came with. */
  private files({ episode }: Case) {
    const messages = this.thread.messages.filter((message) => message.episode === episode);
    return messages.flatMap(({ seq, attachments }) =>
      attachments.map(
        ({ kind, name }) => html`
          <li class="fact" data-testid="case-file">
            <div>
              <span class="small muted">${t(`file.${kind}`)}</span><br />${name}
              <button class="link small" @click=${() => jump(this, seq)}>${t("fact.from", { n: seq })}</button>
            </div>
          </li>
        `,
      ),
    );
  }

  private origin({ seq, recorded_by, recorded_at }: Fact) {
    const by = t(recorded_by === "bot" ? "fact.by_bot" : "fact.by_agent");
    return html`<br /><span class="small muted">
      ${by} ${moment(recorded_at, locale.language)}
      ${seq === null
        ? nothing
        : html`<button class="link small" @click=${() => jump(this, seq)}>${t("fact.from", { n: seq })}</button>`}
    </span>`;
  }

  private dialog(kase: Case, name: string) {
    const now = kase.facts.find((one) => one.name === name)?.value ?? "";
    return html`
      <qd-dialog
        .heading=${t("fact.edit", { name: tCode("fact", name) })}
        .act=${() => this.thread.setFact(kase, name, this.value.value.trim())}
        @leave=${() => (this.editing = null)}
      >
        <label>${tCode("fact", name)}
          <textarea id="value" data-testid="fact-value" rows="3" maxlength="2000" required .value=${now}></textarea>
        </label>
      </qd-dialog>
    `;
  }
}
