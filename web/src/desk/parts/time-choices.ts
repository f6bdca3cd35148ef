/** Buttons for times that are chosen often: each fills the field. */

import { css, html } from "lit";
import { t } from "../i18n";
import { choices } from "../model/aside";
import { stamp } from "../../shared/times";

export const choiceStyles = css`.choices { display: flex; flex-wrap: wrap; gap: 6px; }`;

/** `due`: none later than this. */
export function timeChoices(now: Date, due: string | null, choose: (value: string) => void) {
  return html`<div class="choices">${choices(now, due).map(
    ({ name, at }) => html`<button type="button" data-testid="time-choice" @click=${() => choose(local(at))}>${t(`aside.${name}`)}</button>`,
  )}</div>`;
}

/** As the field wants it. */
export function local(at: Date): string {
  return stamp(at.toISOString()).replace(" ", "T");
}
