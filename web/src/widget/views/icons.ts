import { svg, html, type TemplateResult } from "lit";

const paths = {
  person: svg`<circle cx="12" cy="8" r="3.6"/><path d="M4.8 20c.6-4 3.500-6 7.200-6s6.600 2 7.200 6"/>`,
  minimise: svg`<path d="M6 9.500 12 15.500l6-6"/>`,
  send: svg`<path d="M5 12h13M12.500 6l6 6-6 6"/>`,
  chat: svg`<path d="M4.500 6.500A2.500 2.500 0 0 1 7 4h10a2.500 2.500 0 0 1 2.500 2.500v7A2.500 2.500 0 0 1 17 16h-5.500L7 20v-4a2.500 2.500 0 0 1-2.500-2.500z"/>`,
  down: svg`<path d="M12 5v13M6.500 12.500l5.500 5.500 5.500-5.500"/>`,
};

export function icon(name: keyof typeof paths): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
}
