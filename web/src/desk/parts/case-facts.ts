/** The case of the open conversation: each fact with where it comes from, and editable. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { FACT_NAMES, type Case, type Fact } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Subject } from "../model/correcting";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { jump } from "../ui/jump";
import { sideStyles } from "../ui/side-styles";
import "./correct-dialog";
import "./fact-history";
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
      meter { width: 72px; height: 10px; vertical-align: -1px; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) case: Case | null = null;
  @state() private correcting: Subject | null = null;

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
        ${kase.due_at ? html`<p class="small ${Date.parse(kase.due_at) < Date.now() ? "bad" : "muted"}">${t("brief.promised_decision", { time: moment(kase.due_at, locale.language) })}</p>` : nothing}
        <p><a data-testid="open-file" href=${href({ page: "file", case: kase.id })}>${t("file_of.open")}</a></p>
        <p class="small muted" data-testid="completeness" title=${t("fact.required_by")}>
          <meter min="0" max=${kase.required} value=${kase.required - kase.missing.length}></meter>
          ${t("fact.complete", { n: kase.required - kase.missing.length, of: kase.required })}
        </p>
        <ul>${FACT_NAMES.map((name) => this.fact(name, kase))} ${this.files()}</ul>
        <qd-fact-history .desk=${this.desk} .case=${kase}></qd-fact-history>
      </section>
      ${this.correcting
        ? html`<qd-correct-dialog
            .desk=${this.desk}
            .thread=${this.thread}
            .case=${kase}
            .subject=${this.correcting}
            @leave=${() => (this.correcting = null)}
          ></qd-correct-dialog>`
        : nothing}
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
          ? html`<button class="link small" aria-label=${t(fact ? "correct.this" : "fact.add_this", { name: label })} data-testid="correct-fact" @click=${() => (this.correcting = { what: "fact", name })}>
              ${t(fact ? "correct.button" : "fact.add")}
            </button>`
          : nothing}
      </li>
    `;
  }

  /** Every file of the case's matter, with the way to the message that it came with. */
  private files() {
    const files = this.thread.detail?.files ?? [];
    return files.map(
      ({ seq, attachment: { kind, name } }) => html`
        <li class="fact" data-testid="case-file">
          <div>
            <span class="small muted">${t(`file.${kind}`)}</span><br />${name}
            <button class="link small" @click=${() => jump(this, seq)}>${t("fact.from", { n: seq })}</button>
          </div>
        </li>
      `,
    );
  }

  private origin({ value, seq, recorded_by, recorded_at }: Fact) {
    const name = this.desk.names.get(recorded_by);
    const by = recorded_by === "bot" ? t("fact.by_bot") : name ? t("fact.by", { name }) : t("fact.by_agent");
    return html`<br /><span class="small muted">
      ${by} ${moment(recorded_at, locale.language)}
      ${seq === null
        ? nothing
        : html`<button class="link small" data-testid="fact-origin" @click=${() => jump(this, seq, value)}>${t("fact.from", { n: seq })}</button>`}
    </span>`;
  }
}
