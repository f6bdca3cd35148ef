import { svg, html, type TemplateResult } from "lit";

const paths = {
  person: svg`<circle cx="12" cy="8" r="3.6"/><path d="M4.8 20c.6-4 3.500-6 7.200-6s6.600 2 7.200 6"/>`,
  minimise: svg`<path d="M6 9.500 12 15.500l6-6"/>`,
  send: svg`<path d="M5 12h13M12.500 6l6 6-6 6"/>`,
  chat: svg`<path d="M4.500 6.500A2.500 2.500 0 0 1 7 4h10a2.500 2.500 0 0 1 2.500 2.500v7A2.500 2.500 0 0 1 17 16h-5.500L7 20v-4a2.500 2.500 0 0 1-2.500-2.500z"/>`,
  attach: svg`<path d="M19 11.500 12.200 18.300a4.300 4.300 0 0 1-6.100-6.100l7.300-7.300a2.900 2.900 0 0 1 4.100 4.100l-7.100 7.100a1.400 1.400 0 0 1-2-2l6.300-6.300"/>`,
  paper: svg`<path d="M7 3.500h7l4.500 4.500v12.500H7zM14 3.500V8h4.500"/>`,
  remove: svg`<path d="M7 7l10 10M17 7 7 17"/>`,
  menu: svg`<circle cx="5.500" cy="12" r="1.200"/><circle cx="12" cy="12" r="1.200"/><circle cx="18.500" cy="12" r="1.200"/>`,
  glad: svg`<circle cx="12" cy="12" r="9"/><path d="M8.500 10v.01M15.500 10v.01M8 14c1 1.800 2.400 2.600 4 2.600s3-.8 4-2.600"/>`,
  even: svg`<circle cx="12" cy="12" r="9"/><path d="M8.500 10v.01M15.500 10v.01M8.500 15h7"/>`,
  sad: svg`<circle cx="12" cy="12" r="9"/><path d="M8.500 10v.01M15.500 10v.01M8 16.500c1-1.800 2.400-2.600 4-2.600s3 .8 4 2.600"/>`,
  reply: svg`<path d="M10 6.500 5 11.500l5 5M5 11.500h8.500a5.500 5.500 0 0 1 5.500 5.500v1"/>`,
  down: svg`<path d="M12 5v13M6.500 12.500l5.500 5.500 5.500-5.500"/>`,
};

export function icon(name: keyof typeof paths): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
}
