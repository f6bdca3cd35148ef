import { css } from "lit";

/** Sections of the right pane. */
export const sideStyles = css`
  :host { display: block; }
  section { padding: 12px 16px; border-bottom: 1px solid var(--line); display: grid; gap: 7px; }
  .five { display: grid; grid-template-columns: auto 1fr; gap: 3px 14px; }
  .five dt { color: var(--muted); }
  .five dd { font-weight: 600; overflow-wrap: anywhere; }
  .five .short { display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical; overflow: hidden; }
  .five .bad { color: var(--bad); }
  li.item { display: grid; gap: 2px; }
  q, blockquote { margin: 0; overflow-wrap: anywhere; }
  blockquote { padding-inline-start: 9px; border-inline-start: 2px solid var(--line); color: var(--muted); font-size: 13px; white-space: pre-wrap; }
  .five dd.plain { font-weight: 400; }
  li.bad, p.bad { color: var(--bad); }
  .round { background: var(--warn-tint); }
  .round p.bad { font-weight: 600; }
  .advice ul { gap: 4px; }
  .advice .do li, .advice .do-not li { position: relative; padding-inline-start: 20px; font-size: 13px; }
  .advice .do li::before { content: "✓"; position: absolute; inset-inline-start: 2px; color: var(--good); font-weight: 700; }
  .advice .do-not li::before { content: "✕"; position: absolute; inset-inline-start: 2px; color: var(--bad); font-weight: 700; }
  summary { cursor: pointer; font-size: 13px; color: var(--muted); padding: 4px 0; }
  .avoid li { padding: 6px 10px; background: var(--warn-tint); border-radius: 6px; font-size: 13px; }
  ul { display: grid; gap: 7px; }
  .tags { display: flex; flex-wrap: wrap; gap: 5px; }
`;
