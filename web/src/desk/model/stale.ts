/** What of an open conversation has changed since it was fetched. */

import type { DeskEvent } from "../../shared/desk";

/** Nothing has to be fetched on account of these. */
const NO_NEWS = new Set(["conversation.read", "conversation.watched"]);

export class Stale {
  detail = false;
  hands = false;
  /** The last messages, whichever they are. */
  end = false;
  readonly seqs = new Set<number>();

  /** Note what an event makes stale, which holds no text itself. Returns whether it does so. */
  note({ kind, data }: DeskEvent): boolean {
    if (NO_NEWS.has(kind)) return false;
    if (kind.startsWith("message.") || kind === "delivery.changed") {
      this.end = true;
      if (typeof data["seq"] === "number") this.seqs.add(data["seq"]);
    }
    this.hands ||= kind === "owner.changed";
    this.detail ||= kind !== "message.processed" && kind !== "delivery.changed";
    return true;
  }

  /** All that may have changed unseen. */
  noteGap(): void {
    this.detail = this.hands = this.end = true;
  }
}
