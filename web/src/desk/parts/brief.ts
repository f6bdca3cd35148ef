/** Ten seconds of reading before the first word. */

import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Advice, Brief, Case, Conversation, EarlierCase } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Subject } from "../model/correcting";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { sideStyles } from "../ui/side-styles";
import { missingText } from "../ui/words";
import "./anger";
import "./correct-dialog";
import "./corrections";
import "./grounds";
import "./next-words";
import { tokenStyles } from "./token-text";

@customElement("qd-brief")
export class QdBrief extends DeskElement {
  static override styles = [controls, sideStyles, tokenStyles];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) brief!: Brief;
  @property({ attribute: false }) case: Case | null = null;
  @property({ attribute: false }) conversation!: Conversation;
  @state() private correcting: Subject | null = null;

  protected override render() {
    const { brief, desk, thread } = this;
    return html`
      ${this.round()} ${this.dimensions()} ${this.advice()}
      <qd-next-words .desk=${desk} .thread=${thread} .conversation=${this.conversation}></qd-next-words>
      ${this.promises()}
      <section>
        <h3>${t("brief.why")}</h3>
        <qd-grounds .desk=${desk} .brief=${brief} .may=${this.mayCorrect} @correct=${this.onCorrect}></qd-grounds>
      </section>
      <section>
        <h3>${t("brief.missing")}</h3>
        ${brief.missing.length > 0
          ? html`<p class="tags">${brief.missing.map((group) => html`<span class="chip">${missingText(group)}</span>`)}</p>`
          : html`<p class="muted">${t("brief.complete")}</p>`}
      </section>
      ${this.said()} ${this.earlier()}
      ${brief.corrections.length > 0 ? html`<qd-corrections .corrections=${brief.corrections} .masks=${brief.masks}></qd-corrections>` : nothing}
      ${this.correcting && this.case
        ? html`<qd-correct-dialog
            .desk=${desk}
            .thread=${thread}
            .case=${this.case}
            .subject=${this.correcting}
            @leave=${() => (this.correcting = null)}
          ></qd-correct-dialog>`
        : nothing}
    `;
  }

  private get mayCorrect(): boolean {
    return this.case !== null && this.desk.may("handle_conversations");
  }

  private readonly onCorrect = (event: CustomEvent<Subject>) => {
    this.correcting = event.detail;
  };

  private pencil(subject: Subject) {
    if (!this.mayCorrect) return nothing;
    const name = t("correct.this", { name: t(`judgement.${subject.what}`) });
    return html`<button
      class="link small"
      data-testid="correct-${subject.what}"
      aria-label=${name}
      @click=${() => (this.correcting = subject)}
    >${t("correct.button")}</button>`;
  }

  private round() {
    const { previous_case, survey } = this.conversation;
    const { round } = this.brief;
    if (round < 2 && !survey) return nothing;
    const answer = survey ? t(survey.answer ? `survey.${survey.answer}` : "survey.waiting") : "";
    return html`
      <section class="round" data-testid="round">
        ${round > 1
          ? html`<p><strong>${t("brief.round", { n: round })}</strong>
              ${previous_case ? html`<span class="muted">${t("brief.round_of", { number: previous_case.number ?? t("case.no_number") })}</span>` : nothing}</p>`
          : nothing}
        ${survey
          ? html`<p class=${survey.answer === "dissatisfied" ? "bad" : "muted"}>${answer}${survey.comment ? html` ${this.text(`“${survey.comment}”`)}` : nothing}</p>`
          : nothing}
      </section>
    `;
  }

  private dimensions() {
    const { emotion, risk, responsibility, rationality, demand, scenario, anger, causes } = this.brief;
    const mayMove = this.case?.level === "ordinary" || this.desk.may("lower_level");
    return html`
      <section>
        <dl class="five">
          <dt>${t("scenario.label")}</dt><dd data-testid="scenario" data-name=${scenario ?? ""} class=${scenario ? "bad" : ""}>${t(scenario ? `scenario.${scenario}` as "scenario.vip" : "scenario.none")}</dd>
          <dt>${t("brief.emotion")}</dt><dd class=${emotion === "heated" ? "bad" : ""}>${tCode("emotion", emotion)}</dd>
          <dt>${t("brief.risk")}</dt><dd class=${risk === "major" ? "bad" : ""}>${tCode("level", risk)} ${mayMove ? this.pencil({ what: "level" }) : nothing}</dd>
          <dt>${t("brief.responsibility")}</dt><dd>${tCode("responsibility", responsibility)}</dd>
          <dt>${t("brief.rationality")}</dt><dd>${tCode("rationality", rationality)}</dd>
          <dt>${t("brief.demand")}</dt>
          <dd>${demand ? this.text(demand) : html`<span class="muted">${t("brief.demand_open")}</span>`}</dd>
          <dt>${t("cause.label")}</dt>
          <dd data-testid="causes">${causes.length > 0 ? causes.map((name) => tCode("cause", name)).join(" · ") : html`<span class="muted">${t("cause.none")}</span>`} ${this.pencil({ what: "cause" })}</dd>
          <dt>${t("anger.label")}</dt><dd class="plain"><qd-anger .anger=${anger}></qd-anger></dd>
        </dl>
      </section>
    `;
  }

  /** What the scenario's policy says; the sentences per signal come after it, or in its place. */
  private advice() {
    const { do: todo, do_not, avoid } = this.brief;
    const rest = avoid.map((code) => html`<li data-testid="avoid">${tCode("avoid", code)}</li>`);
    const own = todo.length + do_not.length > 0;
    if (!own && avoid.length === 0) return nothing;
    return html`
      <section class="advice">
        ${todo.length > 0 ? html`<h3>${t("brief.do")}</h3><ul class="do">${todo.map(sentence)}</ul>` : nothing}
        ${do_not.length > 0 ? html`<h3>${t("brief.do_not")}</h3><ul class="do-not">${do_not.map(sentence)}</ul>` : nothing}
        ${own && avoid.length > 0
          ? html`<details><summary>${t("brief.more_avoid", { n: avoid.length })}</summary><ul class="avoid">${rest}</ul></details>`
          : html`<h3>${t("brief.avoid")}</h3><ul class="avoid">${rest}</ul>`}
      </section>
    `;
  }

  private promises() {
    const { callback } = this.brief;
    const { promised_at } = this.conversation;
    const due_at = this.case?.due_at ?? null;
    if (!callback && !promised_at && !due_at) return nothing;
    const at = (iso: string) => moment(iso, locale.language);
    return html`
      <section>
        <h3>${t("brief.promised")}</h3>
        <ul>
          ${promised_at ? html`<li class=${late(promised_at) ? "bad" : ""}>${t("brief.promised_reply", { time: at(promised_at) })}</li>` : nothing}
          ${due_at ? html`<li class=${late(due_at) ? "bad" : ""} data-testid="due">${t("brief.promised_decision", { time: at(due_at) })}</li>` : nothing}
          ${callback
            ? html`<li class=${callback.state === "missed" ? "bad" : ""} data-testid="brief-callback">
                ${t(callback.state === "missed" ? "brief.promised_missed" : "brief.promised_call", { time: at(callback.at) })}
                ${callback.note ? this.text(`“${callback.note}”`) : nothing}
              </li>`
            : nothing}
        </ul>
      </section>
    `;
  }

  private said() {
    const { said } = this.brief;
    if (said.length === 0) return nothing;
    return html`<section>
      <h3>${t("brief.said")}</h3>
      <ul>${said.map((text) => html`<li><blockquote>${this.text(text)}</blockquote></li>`)}</ul>
    </section>`;
  }

  private earlier() {
    const { earlier_cases } = this.brief;
    if (earlier_cases.length === 0) return nothing;
    return html`<section>
      <h3>${t("brief.earlier")}</h3>
      <ul>${earlier_cases.map((kase) => this.earlierCase(kase))}</ul>
    </section>`;
  }

  private earlierCase({ conversation_id, number, state: now, level, created_at }: EarlierCase) {
    const name = number ?? t("case.no_number");
    return html`
      <li data-testid="earlier-case">
        ${conversation_id === this.conversation.id
          ? html`${name} <span class="small muted">${t("brief.here")}</span>`
          : html`<a href=${href({ page: "conversations", id: conversation_id })} aria-label=${t("brief.open_earlier", { number: name })}>${name}</a>`}
        <span class="chip">${t(`case_state.${now}`)}</span>
        ${level === "major" ? html`<span class="chip bad">${t("level.major")}</span>` : nothing}
        <span class="small muted">${moment(created_at, locale.language)}</span>
      </li>
    `;
  }

  private text(text: string) {
    return html`<qd-token-text .desk=${this.desk} .thread=${this.thread} .text=${text} .masks=${this.brief.masks}></qd-token-text>`;
  }
}

function sentence(advice: Advice) {
  return html`<li data-testid="advice" data-code=${advice.code}>${locale.language === "en" ? advice.en : advice.zh}</li>`;
}

function late(iso: string): boolean {
  return Date.parse(iso) < Date.now();
}
