import { css } from "lit";

/** The two small pages before the desk. */
export const formStyles = css`
  :host { display: grid; place-items: center; min-height: 100%; padding: 16px; overflow-y: auto; }
  form { display: grid; gap: 14px; width: min(360px, 100%); padding: 26px 26px 22px; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; }
  .brand { font-size: 13px; color: var(--muted); }
  button.primary { min-height: 40px; }
  .foot { text-align: center; }
`;
