/** Base of the desk's components: follows the language and whatever it is told to watch. */

import { LitElement } from "lit";
import { locale } from "../i18n";
import { Observable } from "../model/observable";

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
