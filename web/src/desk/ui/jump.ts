/** Where to go in the transcript, and the words to mark there; `note`: to this one, beside that message. */
export interface Jump {
  seq: number;
  words: readonly string[];
  note?: string;
}

/** Asks the pane around to show a message of the transcript. */
export function jump(from: EventTarget, seq: number, ...words: readonly string[]): void {
  from.dispatchEvent(new CustomEvent<Jump>("jump", { detail: { seq, words }, bubbles: true, composed: true }));
}
