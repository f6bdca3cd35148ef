/** All cases by state. Abandoned drafts are here, so that somebody can call back. */

import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { CASE_STATES, type Case, type CaseState, type Items } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t } from "../i18n";
import { Debounced } from "../model/debounce";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { controls, pageStyles } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { missingText } from "../ui/words";
import { tokenStyles } from "../parts/token-text";

@customElement("qd-cases")
export class QdCases extends DeskElement {
  static override styles = [controls, pageStyles, tokenStyles];

  @property({ attribute: false }) desk!: Desk;
  @state() private shown: CaseState = "draft";
  @state() private items: readonly Case[] | null = null;

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
          <div class="tabs" role="tablist" aria-label=${t("case.state")}>${CASE_STATES.map((name) => this.tab(name))}</div>
        </div>
        ${this.shown === "abandoned" ? html`<p class="muted">${t("case.abandoned_hint")}</p>` : nothing} ${this.list()}
      </div>
    `;
  }

  private tab(name: CaseState) {
    const choose = () => {
      this.shown = name;
      this.items = null;
      void this.load();
    };
    return html`
      <button role="tab" data-testid="cases-${name}" aria-selected=${name === this.shown} @click=${choose}>
        ${t(`case_state.${name}`)}
      </button>
    `;
  }

  private list() {
    if (!this.items) return html`<p class="empty">${t("app.loading")}</p>`;
    if (this.items.length === 0) return html`<p class="empty">${t("case.empty")}</p>`;
    return html`
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>${t("case.number")}</th>
              <th>${t("case.level")}</th>
              <th>${t("fact.what_happened")}</th>
              <th>${t("brief.missing")}</th>
              <th>${t("case.created")}</th>
              <th></th>
            </tr>
          </thead>
          <tbody>${this.items.map((kase) => this.row(kase))}</tbody>
        </table>
      </div>
    `;
  }

  private row(kase: Case) {
    const what = kase.facts.find(({ name }) => name === "what_happened");
    return html`
      <tr data-testid="case" data-id=${kase.id}>
        <td>${kase.number ?? html`<span class="muted">${t("case.no_number")}</span>`}</td>
        <td><span class="chip ${kase.level === "major" ? "bad" : ""}">${t(`level.${kase.level}`)}</span></td>
        <td>${what ? html`<qd-token-text .desk=${this.desk} .text=${what.value} .masks=${what.masks}></qd-token-text>` : "–"}</td>
        <td>${kase.missing.map((group) => html`<span class="chip">${missingText(group)}</span> `)}</td>
        <td><time datetime=${kase.created_at}>${moment(kase.created_at, locale.language)}</time></td>
        <td class="actions"><a href=${href({ page: "file", case: kase.id })}>${t("file_of.open")}</a> <a href=${href({ page: "conversations", id: kase.conversation_id })}>${t("case.open")}</a></td>
      </tr>
    `;
  }

  private async load(): Promise<void> {
    const wanted = this.shown;
    try {
      const { items } = await this.desk.api.get<Items<Case>>("/cases", { state: wanted });
      if (wanted === this.shown) this.items = items;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}
