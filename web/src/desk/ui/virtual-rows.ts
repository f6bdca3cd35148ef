/** Rows of a long list, of which only those in sight are in the page; heights are measured. */

import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import type { ReactiveController, ReactiveControllerHost } from "lit";

/** By which the browser's place differs from the one that was asked for. */
const ROUNDING_PX = 2;

type Options = Pick<VirtualizerOptions<HTMLElement, HTMLElement>, "estimateSize"> & Partial<VirtualizerOptions<HTMLElement, HTMLElement>>;

/** The style of a row that begins here. To be set as a property: the content policy forbids the attribute. */
export function at(start: number): string {
  return `transform: translateY(${start}px)`;
}

export class VirtualRows implements ReactiveController {
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #scroller: () => HTMLElement | null;
  #leave: () => void = () => undefined;

  /** `scroller` is asked once the host has rendered; the rows in it carry their `data-index`. */
  constructor(host: ReactiveControllerHost, scroller: () => HTMLElement | null, options: Options) {
    this.#scroller = scroller;
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      count: 0,
      getScrollElement: scroller,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => host.requestUpdate(),
      ...options,
    });
    host.addController(this);
  }

  /** For a list of this length: the rows to draw. `keys`: what a row is, where rows change places. */
  show(count: number, keys?: readonly string[]): VirtualItem[] {
    const { options } = this.#virtualizer;
    if (keys) this.#virtualizer.setOptions({ ...options, count, getItemKey: (index) => keys[index] ?? index });
    else if (count !== options.count) this.#virtualizer.setOptions({ ...options, count });
    return this.#virtualizer.getVirtualItems();
  }

  get height(): number {
    return this.#virtualizer.getTotalSize();
  }

  /** First and last index in the page. */
  get range(): readonly [number, number] {
    const items = this.#virtualizer.getVirtualItems();
    return [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  }

  toIndex(index: number): void {
    this.#virtualizer.scrollToIndex(index, { align: "center" });
  }

  /** The reader has scrolled back, and the browser has not told of it yet. */
  get isLeft(): boolean {
    return (this.#scroller()?.scrollTop ?? 0) < (this.#virtualizer.scrollOffset ?? 0) - ROUNDING_PX;
  }

  toEnd(): void {
    this.#virtualizer.scrollToEnd();
  }

  /** Another list: nothing of the former one's heights is true. */
  forget(): void {
    this.#virtualizer.measure();
  }

  hostConnected(): void {
    this.#leave = this.#virtualizer._didMount();
  }

  hostUpdated(): void {
    this.#virtualizer._willUpdate();
    for (const row of this.#scroller()?.querySelectorAll<HTMLElement>("[data-index]") ?? []) this.#virtualizer.measureElement(row);
    this.#virtualizer.measureElement(null); // Forgets those that have left the page.
  }

  hostDisconnected(): void {
    this.#leave();
  }
}
