/** Looking for conversations by number, words, or a personal value typed in full. */

import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Place, SearchResult } from "../../shared/search";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { cutAt, MOST } from "../model/search";
import { controls, pageStyles } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { masked } from "../ui/tokens";

@customElement("qd-search")
export class QdSearch extends DeskElement {
  static override styles = [
    controls,
    pageStyles,
    css`
      form { display: grid; grid-template-columns: 1fr auto; gap: 8px; }
      .results { display: grid; gap: 10px; }
      .result { display: grid; gap: 6px; }
      .tags { display: flex; flex-wrap: wrap; gap: 5px; align-items: center; }
      .place { display: grid; grid-template-columns: minmax(170px, auto) 1fr; gap: 2px 10px; width: 100%; min-height: 0; padding: 5px 8px; text-align: start; white-space: normal; background: none; border: 0; border-radius: 6px; }
      .place > span:last-child { overflow-wrap: anywhere; }
      @media (max-width: 760px) { .place { grid-template-columns: 1fr; } }
      mark { background: var(--mark); color: var(--ink); border-radius: 2px; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @query("input") private readonly input!: HTMLInputElement;

  protected override firstUpdated(): void {
    this.input.focus();
  }

  override focus(): void {
    this.input.select();
  }

  protected override render() {
    const { search } = this.desk;
    this.watch(search);
    return html`
      <div class="page">
        <h1>${t("search.title")}</h1>
        <form role="search" @submit=${this.submit}>
          <input
            type="search"
            data-testid="search-text"
            aria-label=${t("search.title")}
            placeholder=${t(this.desk.may("reveal") ? "search.hint" : "search.hint_words")}
            minlength="2"
            maxlength="100"
            required
            autocomplete="off"
            .value=${search.text}
          />
          <button class="primary" data-testid="search" ?disabled=${search.busy}>${t("search.look")}</button>
        </form>
        <div class="results" role="status">${search.busy && !search.isGrowing ? html`<p class="empty">${t("app.loading")}</p>` : this.results()}</div>
      </div>
    `;
  }

  private results() {
    const { results } = this.desk.search;
    if (!results) return html`<p class="muted">${t("search.explain")}</p>`;
    if (results.items.length === 0) return html`<p class="empty" data-testid="search-empty">${t("search.empty")}</p>`;
    return html`
      <p class="muted" data-testid="search-found">${t(results.more ? "search.shown" : "search.found", { n: results.items.length })}</p>
      ${results.items.map((result) => this.result(result))} ${results.more ? this.older() : nothing}
    `;
  }

  private older() {
    const { search } = this.desk;
    if (search.limit >= MOST) return html`<p class="muted">${t("search.narrow")}</p>`;
    return html`<p><button type="button" data-testid="search-older" ?disabled=${search.busy} @click=${() => void search.older()}>${t("search.older")}</button></p>`;
  }

  private result(result: SearchResult) {
    const { conversation_id, case_number, case_state, level, places } = result;
    return html`
      <article class="card result" data-testid="search-result" data-id=${conversation_id}>
        <p class="tags">
          <a href=${href({ page: "conversations", id: conversation_id })}><strong>${case_number ?? t("case.no_number")}</strong></a>
          ${case_state ? html`<span class="chip">${t(`case_state.${case_state}`)}</span>` : nothing}
          ${level === "major" ? html`<span class="chip bad">${t("level.major")}</span>` : nothing}
        </p>
        <div>${places.map((place) => this.place(conversation_id, place))}</div>
      </article>
    `;
  }

  private place(conversation: string, place: Place) {
    const { where, at, name, text, masks } = place;
    const label = where === "fact" ? tCode("fact", name) : where === "message" ? tCode("author", name) : t(`search.in_${where}`);
    return html`
      <button type="button" class="place" data-testid="search-place" data-where=${where} @click=${() => this.go(conversation, place)}>
        <span class="small muted">${label} · ${moment(at, locale.language)}</span>
        <span>${cutAt(masked(text, masks), this.words).map((piece, index) => (index % 2 === 1 ? html`<mark>${piece}</mark>` : piece))}</span>
      </button>
    `;
  }

  private go(conversation: string, { where, seq, text }: Place): void {
    this.desk.open(conversation);
    if (seq) this.desk.thread?.jump(seq, where === "fact" ? [text] : this.words);
    location.hash = href({ page: "conversations", id: conversation });
  }

  private get words(): readonly string[] {
    return this.desk.search.results?.words ?? [];
  }

  private readonly submit = (event: Event) => {
    event.preventDefault();
    void this.desk.search.look(this.input.value.trim());
  };
}
