/** Cuts a text into words and the tokens that stand for personal data. */

import type { Masks } from "../../shared/desk";

export type Piece = { text: string } | { token: string; mask: string };

export function pieces(text: string, masks: Masks): Piece[] {
  const tokens = Object.keys(masks).filter((token) => token !== "");
  if (tokens.length === 0) return [{ text }];
  const pattern = new RegExp(`(${tokens.map(escape).join("|")})`);
  return text
    .split(pattern)
    .filter((part) => part !== "")
    .map((part) => (part in masks ? { token: part, mask: masks[part] ?? part } : { text: part }));
}

/** The text with masks in place of tokens, where nothing may be revealed. */
export function masked(text: string, masks: Masks): string {
  return pieces(text, masks)
    .map((piece) => ("text" in piece ? piece.text : piece.mask))
    .join("");
}

function escape(token: string): string {
  return token.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
