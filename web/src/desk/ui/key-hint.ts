/** The letter that does the same as the button on which it stands. */

import { html, nothing } from "lit";
import { areKeysOn, type Key } from "../model/keys";

export function keyHint(key: Key) {
  return areKeysOn() ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing;
}
