/** Ten seconds of reading before the first word. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { SHOWN_BY } from "../../shared/desk";
import type { Advice, Brief, Case, Conversation, EarlierCase, Heard } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode, type TextKey } from "../i18n";
import { signalFor, type Subject } from "../model/correcting";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { jump } from "../ui/jump";
import { sideStyles } from "../ui/side-styles";
import { missingText } from "../ui/words";
import "./anger";
import "./correct-dialog";
import "./corrections";
import "./grounds";
import "./next-words";
import "./relations";
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
      ${this.case ? html`<qd-relations .desk=${desk} .thread=${thread} .case=${this.case}></qd-relations>` : nothing}
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

  private pencil(subject: Subject, label: TextKey = `judgement.${subject.what}`, hook: string = subject.what) {
    if (!this.mayCorrect) return nothing;
    return html`<button
      class="link small"
      data-testid="correct-${hook}"
      aria-label=${t("correct.this", { name: t(label) })}
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
    const { emotion, risk, responsibility, rationality, demand, scenario, anger, causes, signals } = this.brief;
    const judged = this.brief.heard.filter((one) => one.anger !== null);
    const latest = judged.at(-1);
    const angriest = judged.find((one) => one.anger === anger.peak);
    const mayMove = this.case?.level === "ordinary" || this.desk.may("lower_level");
    return html`
      <section>
        <dl class="five">
          ${this.matter()}
          <dt>${t("scenario.label")}</dt><dd data-testid="scenario" data-name=${scenario ?? ""} class=${scenario ? "bad" : ""}>${t(scenario ? `scenario.${scenario}` as "scenario.vip" : "scenario.none")}
            ${this.pencil(signalFor(scenario ? (SHOWN_BY[scenario] ?? [scenario]) : [], signals), "scenario.label", "scenario")}</dd>
          <dt>${t("brief.emotion")}</dt><dd data-testid="emotion" class=${emotion === "heated" ? "bad" : ""}>${tCode("emotion", emotion)} ${latest ? this.pencil(angerOf(latest), "brief.emotion", "emotion") : nothing}</dd>
          <dt>${t("brief.risk")}</dt><dd class=${risk === "major" ? "bad" : ""}>${tCode("level", risk)} ${mayMove ? this.pencil({ what: "level" }) : nothing}</dd>
          <dt>${t("brief.responsibility")}</dt><dd>${tCode("responsibility", responsibility)} ${this.pencil(signalFor(["staff_fraud"], signals), "brief.responsibility", "responsibility")}</dd>
          <dt>${t("brief.rationality")}</dt><dd>${tCode("rationality", rationality)} ${this.pencil(signalFor(["excessive_demand"], signals), "brief.rationality", "rationality")}</dd>
          <dt>${t("brief.demand")}</dt>
          <dd>${demand ? this.text(demand) : html`<span class="muted">${t("brief.demand_open")}</span>`}</dd>
          <dt>${t("cause.label")}</dt>
          <dd data-testid="causes">${causes.length > 0 ? causes.map((name) => tCode("cause", name)).join(" · ") : html`<span class="muted">${t("cause.none")}</span>`} ${this.pencil({ what: "cause", message: null })}</dd>
          <dt>${t("anger.label")}</dt><dd class="plain"><qd-anger .anger=${anger}></qd-anger>
            ${angriest ? html`<button class="link small" data-testid="angriest" @click=${() => jump(this, angriest.seq)}>${t("anger.angriest", { n: angriest.seq })}</button>` : nothing}
            ${angriest ? this.pencil(angerOf(angriest)) : nothing}</dd>
        </dl>
      </section>
    `;
  }

  /** Who it is, and what about. */
  private matter() {
    const said = (...names: string[]) => names.flatMap((name) => this.brief.facts.find((fact) => fact.name === name)?.value ?? []).join(" · ");
    const [who, what] = [said("complainant_name", "complainant_role"), said("what_happened")];
    return html`
      ${who ? html`<dt>${t("brief.who")}</dt><dd data-testid="who">${this.text(who)}</dd>` : nothing}
      ${what ? html`<dt>${t("fact.what_happened")}</dt><dd class="plain" data-testid="matter"><div class="short">${this.text(what)}</div></dd>` : nothing}
    `;
  }

  /** What the scenario's policy says; the sentences per signal come after it, or in its place. */
  private advice() {
    const { do: todo, do_not, avoid } = this.brief;
    const rest = avoid.map((code) => html`<li data-testid="avoid">${tCode("avoid", code)}</li>`);
    const own = todo.length + do_not.length > 0;
    if (!own && rest.length === 0) return nothing;
    return html`
      <section class="advice">
        ${todo.length > 0 ? html`<h3>${t("brief.do")}</h3><ul class="do">${todo.map(sentence)}</ul>` : nothing}
        ${do_not.length > 0 ? html`<h3>${t("brief.do_not")}</h3><ul class="do-not">${do_not.map(sentence)}</ul>` : nothing}
        ${this.cautions(rest, own)}
      </section>
    `;
  }

  private cautions(rest: readonly TemplateResult[], own: boolean) {
    if (rest.length === 0) return nothing;
    return own
      ? html`<details><summary>${t("brief.more_avoid", { n: rest.length })}</summary><ul class="avoid">${rest}</ul></details>`
      : html`<h3>${t("brief.avoid")}</h3><ul class="avoid">${rest}</ul>`;
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
      <ul>${said.map(
        ({ seq, author, agent_name, text }) => html`<li data-testid="brief-said" data-author=${author}>
          <span class="small muted">${agent_name ?? t(`author.${author}`)} <button class="link small" @click=${() => jump(this, seq)}>#${seq}</button></span>
          <blockquote>${text ? this.text(text) : t("file.only")}</blockquote>
        </li>`,
      )}</ul>
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

/** How angry one message is. */
function angerOf({ message_id }: Heard): Subject {
  return { what: "anger", message: { id: message_id, text: "" } };
}

function late(iso: string): boolean {
  return Date.parse(iso) < Date.now();
}
