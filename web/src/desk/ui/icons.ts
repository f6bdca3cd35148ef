/** Small pictures in the colour of the text; the words are beside them or on the button. */

import { html, svg } from "lit";

function icon(...paths: readonly string[]) {
  return html`<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths.map((d) => svg`<path d=${d}></path>`)}</svg>`;
}

const bell = "M3.5 11.5c1-1 1-2 1-4.5a3.5 3.5 0 0 1 7 0c0 2.5 0 3.5 1 4.5z";
const clapper = "M6.8 13.8a1.4 1.4 0 0 0 2.4 0";
const sun = "M8 5.2a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 1 1 0-5.6";

export const icons = {
  bell: icon(bell, clapper),
  silent: icon(bell, clapper, "M2 2l12 12"),
  light: icon(sun, "M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7"),
  dark: icon("M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z"),
  auto: icon("M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12", "M8 2v12M8 5l4-1M8 8l5.8-.5M8 11l4.5-.5"),
  find: icon("M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9", "M10.3 10.3L14 14"),
  later: icon("M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12", "M8 4.8V8l2.2 1.6"),
  lock: icon("M4 7.5h8v6H4z", "M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5"),
};
