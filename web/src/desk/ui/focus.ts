/** Where the keyboard is: it is never lost, and never taken from where somebody is. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Whether nothing has the focus: what had it has gone. */
export function focusIsLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Whether somebody is filling a field. */
export function isWriting(): boolean {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one !== null && ["INPUT", "TEXTAREA", "SELECT"].includes(one.tagName);
}

export const FOCUS_LOST = "qd-focus-lost";

/** Asks the page to take the focus where nothing has it. */
export function tellLostFocus(): void {
  if (focusIsLost()) window.dispatchEvent(new Event(FOCUS_LOST));
}

/** The first that matches and is seen, through all shadow trees. */
export function within(root: ParentNode, selector: string): HTMLElement | null {
  for (const one of root.querySelectorAll<HTMLElement>("*")) {
    if (one.matches(selector) && one.getClientRects().length > 0) return one;
    const inside = one.shadowRoot && within(one.shadowRoot, selector);
    if (inside) return inside;
  }
  return null;
}

/** In a list whose rows come, go and change places: a row keeps the focus, the next one inherits it. */
export class KeptPlace implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #rows: string;
  #focused: HTMLElement | null = null;
  #at = -1;

  /** `rows`: selects them in the host's shadow tree. */
  constructor(host: ReactiveControllerHost & HTMLElement, rows: string) {
    this.#host = host;
    this.#rows = rows;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#focused = (this.#host.shadowRoot?.activeElement ?? null) as HTMLElement | null;
    this.#at = this.#focused ? this.#found().indexOf(this.#focused) : -1;
  }

  hostUpdated(): void {
    if (this.#at < 0 || !focusIsLost()) return;
    const rows = this.#found();
    const next = this.#focused?.isConnected ? this.#focused : rows[Math.min(this.#at, rows.length - 1)];
    (next ?? this.#host.shadowRoot?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]'))?.focus();
  }

  #found(): HTMLElement[] {
    return [...(this.#host.shadowRoot?.querySelectorAll<HTMLElement>(this.#rows) ?? [])];
  }
}

const STEPS: Partial<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at, last) => (at > 0 ? at - 1 : last),
  ArrowRight: (at, last) => (at < last ? at + 1 : 0),
  Home: () => 0,
  End: (_at, last) => last,
};

/** Arrow keys among tabs (for the tablist's keydown): one stop for Tab, the arrows choose. */
export function steerTabs(event: KeyboardEvent): void {
  const tabs = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.indexOf(event.target as HTMLElement);
  const next = at < 0 ? undefined : tabs[STEPS[event.key]?.(at, tabs.length - 1) ?? -1];
  if (!next) return;
  event.preventDefault();
  next.click();
  next.focus();
}
