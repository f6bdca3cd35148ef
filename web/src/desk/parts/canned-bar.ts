/** Under the reply: the words that fit now, and the language in which canned words are taken. */

import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { CUSTOMER_LANGUAGES, type Canned, type CustomerLanguage } from "../../shared/notes";
import { locale, t } from "../i18n";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

@customElement("qd-canned-bar")
export class QdCannedBar extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; font-size: 12px; }
      .next { max-width: 100%; min-height: 28px; padding: 0 10px; overflow: hidden; text-overflow: ellipsis; font-size: 12px; border-color: var(--line); color: var(--accent); }
      label { display: inline-flex; gap: 5px; align-items: center; font-size: 12px; }
      label > select { width: auto; min-height: 28px; margin: 0; padding: 0 4px; font-size: 12px; }
    `,
  ];

  @property({ attribute: false }) thread!: Thread;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("thread")) void this.thread.notes.loadCanned();
  }

  protected override render() {
    const { notes } = this.thread;
    this.watch(notes);
    this.watch(this.thread);
    const { canned } = notes;
    if (!canned) return nothing;
    const next = canned.items.find(({ code }) => code === canned.next);
    const desk = locale.language === "en" ? "en" : "zh";
    return html`
      ${next && !this.thread.draft
        ? html`<button type="button" class="next" data-testid="canned-next" title=${next.text} @click=${() => this.take(next)}>
            ${t("canned.next")} · ${next.title[desk]}
          </button>`
        : nothing}
      <label>${t("canned.language")}
        <select data-testid="canned-language" @change=${this.choose}>
          ${CUSTOMER_LANGUAGES.map((one) => html`<option value=${one} ?selected=${one === canned.language}>${t(`script.${one}`)}</option>`)}
        </select>
      </label>
    `;
  }

  private take(words: Canned): void {
    this.thread.append(words);
    this.dispatchEvent(new CustomEvent("taken"));
  }

  private readonly choose = (event: Event) => {
    this.thread.notes.writeIn((event.target as HTMLSelectElement).value as CustomerLanguage);
  };
}
