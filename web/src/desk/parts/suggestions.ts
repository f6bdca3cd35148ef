/** A text field that offers things while one types; arrow keys choose, Enter takes, Escape leaves. */

import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { sendsOnKey } from "../../shared/keys";
import { t } from "../i18n";
import type { Suggestion } from "../model/suggest";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

@customElement("qd-suggestions")
export class QdSuggestions extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { position: relative; display: block; }
      textarea { min-height: 62px; max-height: 220px; }
      ul { position: absolute; z-index: 3; inset-inline: 0; bottom: calc(100% + 4px); max-height: 280px; overflow-y: auto; background: var(--surface); border: 1px solid var(--line-strong); border-radius: 9px; box-shadow: var(--shadow); }
      li { display: grid; gap: 1px; padding: 7px 12px; cursor: pointer; }
      li[aria-selected="true"] { background: var(--accent-tint); }
      li span { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
    `,
  ];

  @property() value = "";
  @property() label = "";
  @property() hook = "";
  @property({ type: Number }) limit = 2000;
  @property({ attribute: false }) offers: readonly Suggestion[] = [];
  @state() private chosen = 0;
  @state() private closed = false;
  @query("textarea") private readonly area!: HTMLTextAreaElement;

  override focus(): void {
    this.area.focus();
  }

  protected override render() {
    const open = this.open;
    return html`
      ${open
        ? html`<ul id="offers" role="listbox" aria-label=${this.label} data-testid="offers">
            ${this.offers.map((offer, index) => this.offer(offer, index))}
          </ul>`
        : nothing}
      <textarea
        rows="2"
        role="combobox"
        aria-label=${this.label}
        aria-autocomplete="list"
        aria-expanded=${open}
        aria-controls=${open ? "offers" : nothing}
        aria-activedescendant=${open ? `offer-${this.chosen}` : nothing}
        maxlength=${this.limit}
        data-testid=${this.hook}
        placeholder=${this.label}
        .value=${live(this.value)}
        @input=${this.onInput}
        @keydown=${this.onKey}
      ></textarea>
    `;
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  private get open(): boolean {
    return this.offers.length > 0 && !this.closed;
  }

  private offer(offer: Suggestion, index: number) {
    const take = (event: Event) => {
      event.preventDefault(); // The field keeps the focus.
      this.take(offer);
    };
    return html`
      <li id="offer-${index}" role="option" data-testid="offer" data-key=${offer.key} aria-selected=${index === this.chosen} @mousedown=${take}>
        <strong>${offer.title} ${offer.done ? html`<span class="chip">${t("canned.said")}</span>` : nothing}</strong><span class="small muted">${offer.hint}</span>
      </li>
    `;
  }

  private readonly onInput = () => {
    this.chosen = 0;
    this.closed = false;
    this.tell("typed", this.area.value);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (this.open && this.steer(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === "Escape" && !event.isComposing) this.tell("left", this.value);
    if (!sendsOnKey(event)) return;
    event.preventDefault();
    this.tell("done", this.value);
  };

  /** Whether the key belonged to the list. */
  private steer(event: KeyboardEvent): boolean {
    const { length } = this.offers;
    if (event.key === "ArrowDown") this.chosen = (this.chosen + 1) % length;
    else if (event.key === "ArrowUp") this.chosen = (this.chosen + length - 1) % length;
    else if (event.key === "Escape") this.closed = true;
    else if (sendsOnKey(event) || (event.key === "Tab" && !event.shiftKey)) this.take(this.offers[this.chosen]);
    else return false;
    return true;
  }

  private take(offer: Suggestion | undefined): void {
    if (!offer) return;
    this.closed = true;
    this.dispatchEvent(new CustomEvent("taken", { detail: offer }));
  }

  private tell(name: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
