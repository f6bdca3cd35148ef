import { css } from "lit";

/** Tables whose rows become cards on a narrow screen. */
export const stacked = css`
  @media (max-width: 760px) {
    table.stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    table.stacked, table.stacked tbody { display: block; }
    table.stacked tr { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; padding: 10px 12px; border-bottom: 1px solid var(--line); }
    table.stacked tr:last-child { border-bottom: 0; }
    table.stacked td { display: block; padding: 0; border: 0; text-align: start; white-space: normal; }
    table.stacked td:first-child { font-weight: 600; }
    table.stacked td.wide, table.stacked td.actions { flex-basis: 100%; }
    table.stacked td:empty { display: none; }
  }
`;
