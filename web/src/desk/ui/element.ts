/** Base of the desk's components: follows the language and whatever it is told to watch. */

import { LitElement, type PropertyValues } from "lit";
import { locale } from "../i18n";
import { Observable } from "../model/observable";
import { focusIsLost, tellLostFocus } from "./focus";

export abstract class DeskElement extends LitElement {
  #stops: (() => void)[] = [];
  readonly #watched = new Set<Observable>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch(locale);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#watched.clear();
  }

  /** What had the focus may be gone by news from elsewhere; whoever knows a better place has two frames to take it. */
  protected override update(changed: PropertyValues): void {
    const had = this.shadowRoot?.activeElement != null;
    super.update(changed);
    if (had && focusIsLost()) requestAnimationFrame(() => requestAnimationFrame(tellLostFocus));
  }

  /** Render again whenever it changes, for as long as this element is in the page. */
  protected watch(observable: Observable | null | undefined): void {
    if (!observable || this.#watched.has(observable)) return;
    this.#watched.add(observable);
    this.#stops.push(observable.subscribe(() => this.requestUpdate()));
  }

  /** Something to undo when this element leaves the page. */
  protected onLeave(stop: () => void): void {
    this.#stops.push(stop);
  }
}
