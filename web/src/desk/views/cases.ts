/** All cases by state. Abandoned drafts are here, so that somebody can call back. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { CASE_STATES, type Case, type CaseState, type Counted } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t } from "../i18n";
import { Debounced } from "../model/debounce";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { MOST_ROWS, ROWS } from "../model/rows";
import { controls, pageStyles } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { steerTabs } from "../ui/focus";
import { stacked } from "../ui/stacked";
import { missingText } from "../ui/words";
import { tokenStyles } from "../parts/token-text";

@customElement("qd-cases")
export class QdCases extends DeskElement {
  static override styles = [
    controls,
    pageStyles,
    stacked,
    tokenStyles,
    css`
      td:first-child, td time { white-space: nowrap; }
      .end { padding: 12px; text-align: center; color: var(--muted); }
      .label { color: var(--muted); }
      @media (min-width: 761px) {
        td.what { min-width: 180px; }
        td.missing .chip { white-space: normal; }
        td.actions a { display: block; }
        .label { display: none; }
      }
      @media (max-width: 760px) { td.actions a { margin-inline-end: 10px; } }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private shown: CaseState = "filed";
  @state() private list: Counted<Case> | null = null;
  private most = ROWS;

  override connectedCallback(): void {
    super.connectedCallback();
    const refresh = new Debounced(() => this.load());
    this.onLeave(() => refresh.stop());
    this.onLeave(
      this.desk.listen(({ kind }) => {
        if (kind.startsWith("case.")) refresh.call();
      }),
    );
    void this.load();
  }

  protected override render() {
    return html`
      <div class="page">
        <div class="head">
          <h1>${t("case.title")}</h1>
          <div class="tabs" role="tablist" aria-label=${t("case.state")} @keydown=${steerTabs}>${CASE_STATES.map((name) => this.tab(name))}</div>
        </div>
        <div role="tabpanel" aria-label=${t(`case_state.${this.shown}`)}>
          ${this.shown === "abandoned" ? html`<p class="muted">${t("case.abandoned_hint")}</p>` : nothing} ${this.rows()}
        </div>
      </div>
    `;
  }

  private tab(name: CaseState) {
    const choose = () => {
      this.shown = name;
      this.list = null;
      this.most = ROWS;
      void this.load();
    };
    return html`
      <button role="tab" data-testid="cases-${name}" aria-selected=${name === this.shown} tabindex=${name === this.shown ? 0 : -1} @click=${choose}>
        ${t(`case_state.${name}`)}
      </button>
    `;
  }

  private rows() {
    if (!this.list) return html`<p class="empty">${t("app.loading")}</p>`;
    const { items, total } = this.list;
    if (items.length === 0) return html`<p class="empty">${t("case.empty")}</p>`;
    return html`
      <div class="scroll">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">${t("case.number")}</th>
              <th scope="col">${t("case.level")}</th>
              <th scope="col">${t("fact.what_happened")}</th>
              <th scope="col">${t("brief.missing")}</th>
              <th scope="col">${t("case.created")}</th>
              ${this.shown === "filed" ? html`<th scope="col">${t("case.due_at")}</th>` : nothing}
              <td></td>
            </tr>
          </thead>
          <tbody>${items.map((kase) => this.row(kase))}</tbody>
        </table>
      </div>
      ${items.length < total
        ? html`<p class="end" data-testid="cases-end">
            ${t("case.shown_of", { shown: items.length, count: total })}
            ${this.most < MOST_ROWS ? html`<button data-testid="cases-more" @click=${this.more}>${t("queue.more")}</button>` : nothing}
          </p>`
        : nothing}
    `;
  }

  private row(kase: Case) {
    const what = kase.facts.find(({ name }) => name === "what_happened");
    return html`
      <tr data-testid="case" data-id=${kase.id}>
        <td>${kase.number ?? html`<span class="muted">${t("case.no_number")}</span>`}</td>
        <td><span class="chip ${kase.level === "major" ? "bad" : ""}">${t(`level.${kase.level}`)}</span></td>
        <td class="wide what">${what ? html`<qd-token-text .desk=${this.desk} .text=${what.value} .masks=${what.masks}></qd-token-text>` : "–"}</td>
        <td class="wide missing">${kase.missing.map((group) => html`<span class="chip">${missingText(group)}</span> `)}</td>
        <td><time datetime=${kase.created_at}>${moment(kase.created_at, locale.language)}</time></td>
        ${this.shown === "filed" ? this.due(kase.due_at) : nothing}
        <td class="actions"><a href=${href({ page: "file", case: kase.id })}>${t("file_of.open")}</a> <a href=${href({ page: "conversations", id: kase.conversation_id })}>${t("case.open")}</a></td>
      </tr>
    `;
  }

  private due(at: string | null) {
    if (!at) return html`<td></td>`;
    const late = Date.parse(at) < Date.now();
    return html`<td data-testid="case-due"><span class="label">${t("case.due_at")}</span> <time class=${late ? "error" : ""} datetime=${at}>${moment(at, locale.language)}</time></td>`;
  }

  private readonly more = () => {
    this.most = Math.min(MOST_ROWS, this.most + ROWS);
    void this.load();
  };

  private async load(): Promise<void> {
    const wanted = this.shown;
    try {
      const list = await this.desk.api.get<Counted<Case>>("/cases", { state: wanted, limit: this.most });
      if (wanted === this.shown) this.list = list;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}
