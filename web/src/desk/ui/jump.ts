/** Asks the pane around to show a message of the transcript. */
export function jump(from: EventTarget, seq: number): void {
  from.dispatchEvent(new CustomEvent("jump", { detail: seq, bubbles: true, composed: true }));
}
