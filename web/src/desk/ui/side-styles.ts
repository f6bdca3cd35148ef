import { css } from "lit";

/** Sections of the right pane. */
export const sideStyles = css`
  :host { display: block; }
  section { padding: 12px 16px; border-bottom: 1px solid var(--line); display: grid; gap: 7px; }
  .five { display: grid; grid-template-columns: auto 1fr; gap: 3px 14px; }
  .five dt { color: var(--muted); }
  .five dd { font-weight: 600; overflow-wrap: anywhere; }
  .five .bad { color: var(--bad); }
  li.item { display: grid; gap: 2px; }
  q, blockquote { margin: 0; overflow-wrap: anywhere; }
  blockquote { padding-inline-start: 9px; border-inline-start: 2px solid var(--line); color: var(--muted); font-size: 13px; white-space: pre-wrap; }
  .avoid li { padding: 6px 10px; background: var(--warn-tint); border-radius: 6px; font-size: 13px; }
  ul { display: grid; gap: 7px; }
  .tags { display: flex; flex-wrap: wrap; gap: 5px; }
`;
