import { css } from "lit";

/** What every component shares: buttons, fields, chips, focus. */
export const controls = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host([hidden]), [hidden] { display: none !important; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  h1 { font-size: 18px; font-weight: 600; }
  h2 { font-size: 15px; font-weight: 600; }
  h3 { font-size: 13px; font-weight: 600; color: var(--muted); }
  ul, ol { list-style: none; }
  [lang="en"] { font-family: var(--english); }
  a { color: var(--accent); }
  button, input, select, textarea { font: inherit; color: inherit; }
  button { min-height: 34px; padding: 4px 13px; cursor: pointer; background: var(--surface); border: 1px solid var(--line-strong); border-radius: 7px; white-space: nowrap; }
  button:hover:not(:disabled) { background: var(--sunken); }
  button:disabled { cursor: not-allowed; opacity: 0.55; }
  button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); font-weight: 600; }
  button.primary:hover:not(:disabled) { background: var(--accent-strong); }
  button.link { min-height: 24px; padding: 0 3px; color: var(--accent); background: none; border: 0; text-decoration: underline; border-radius: 3px; }
  input, select, textarea { width: 100%; min-height: 36px; padding: 6px 10px; background: var(--surface); border: 1px solid var(--line-strong); border-radius: 7px; }
  textarea { resize: vertical; line-height: 1.5; }
  label { display: block; font-size: 13px; color: var(--muted); }
  label > input, label > select, label > textarea { margin-top: 3px; color: var(--ink); font-size: 14px; }
  .chip { display: inline-block; padding: 0 7px; font-size: 12px; line-height: 20px; color: var(--muted); background: var(--sunken); border-radius: 4px; white-space: nowrap; }
  .chip.bad { color: var(--bad); background: var(--bad-tint); }
  .chip.warn { color: var(--warn); background: var(--warn-tint); }
  .chip.note { color: var(--note-ink); background: var(--note); }
  .chip.good { color: var(--good); }
  kbd { display: inline-block; min-width: 22px; padding: 0 6px; text-align: center; font: inherit; font-size: 12px; color: var(--muted); background: var(--sunken); border: 1px solid var(--line-strong); border-radius: 5px; }
  .muted { color: var(--muted); }
  .small { font-size: 12px; }
  .error { color: var(--bad); }
  .empty { padding: 28px 16px; text-align: center; color: var(--muted); }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media (max-width: 760px) {
    input, select, textarea, label > input, label > select, label > textarea { font-size: 16px; }
    button { min-height: 40px; }
    button kbd { display: none; }
  }
`;

/** Views that fill the page with one list. */
export const pageStyles = css`
  /* Positioned, or what is hidden by its place would make the whole page scroll. */
  :host { display: block; position: relative; height: 100%; overflow-y: auto; }
  .page { max-width: 1080px; margin: 0 auto; padding: 20px 16px 40px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
  .head { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; justify-content: space-between; }
  .card { padding: 12px 14px; background: var(--surface); border: 1px solid var(--line); border-radius: 9px; }
  .scroll { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 9px; }
  table { width: 100%; border-collapse: collapse; }
  th, td { padding: 8px 12px; text-align: start; border-bottom: 1px solid var(--line); vertical-align: middle; }
  th { font-size: 12px; font-weight: 600; color: var(--muted); white-space: nowrap; }
  tbody tr:last-child td { border-bottom: 0; }
  td.actions { white-space: nowrap; text-align: end; }
  .tabs { display: flex; flex-wrap: wrap; gap: 4px; }
  .tabs button[aria-selected="true"] { background: var(--accent-tint); border-color: var(--accent); color: var(--accent); font-weight: 600; }
`;
