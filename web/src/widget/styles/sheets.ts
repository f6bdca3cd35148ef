import { css } from "lit";

/** What opens over the conversation or stands in it now and then, and large type. */
export const sheets = css`
  :host { --qt-s: 1; --qt-hit: 40px; }
  :host([large]) { --qt-s: 1.4; --qt-hit: 56px; }
  @media (min-width: 600px) { :host([large]:not([mode="page"])) .panel { width: 480px; } }
  :host([large]) .title { flex: 1 1 auto; }
  :host([large]) .ways { flex-wrap: wrap; justify-content: end; }
  :host([large]) .row { max-width: 94%; }
  :host([large]) svg { width: 28px; height: 28px; }
  :host([large]) textarea::placeholder { font-size: 0.82em; }

  .menu { position: relative; }
  .menu-items { position: absolute; inset: calc(100% + 6px) 0 auto auto; z-index: 3; display: flex; flex-direction: column; width: max-content; min-width: calc(180px * var(--qt-s)); max-width: 80vw; padding: 6px; background: var(--qt-surface); border: 1px solid var(--qt-line-strong); border-radius: 10px; box-shadow: var(--qt-shadow); }
  .menu-items > * { display: flex; align-items: center; justify-content: space-between; gap: 10px; min-height: max(44px, var(--qt-hit)); padding: 4px 12px; font-size: calc(15px * var(--qt-s)); text-align: start; background: none; border: 0; border-radius: 6px; }
  .menu-items button:hover:not(:disabled) { background: var(--qt-note); }
  .menu-items button:disabled { color: var(--qt-muted); }
  .menu-items select { min-height: 36px; padding: 4px 6px; background: var(--qt-surface); border: 1px solid var(--qt-line-strong); border-radius: 8px; }

  .sheet { position: absolute; inset: auto 0 0; z-index: 3; max-height: 85%; overflow-y: auto; padding: 8px 16px calc(16px + env(safe-area-inset-bottom)); background: var(--qt-surface); border-top: 1px solid var(--qt-line-strong); border-radius: 14px 14px 0 0; box-shadow: var(--qt-shadow); }
  .sheet-head { display: flex; align-items: center; justify-content: space-between; }
  h3 { margin: 0; font-size: calc(16px * var(--qt-s)); }
  .sheet p { margin: 6px 0; }
  a { color: var(--qt-accent); }

  .consent { max-width: 34em; margin: 18px auto 0; padding: 10px 14px; font-size: calc(13px * var(--qt-s)); text-align: start; background: var(--qt-note); border-radius: 10px; }
  .consent strong { color: var(--qt-ink); }
  .consent p { max-width: none; margin: 4px 0 0; text-wrap: pretty; }

  .rating { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; width: 100%; max-width: 420px; margin-top: 10px; }
  .rating button { display: flex; flex: 1 1 84px; flex-direction: column; align-items: center; gap: 4px; min-width: min-content; white-space: nowrap; padding: 10px 12px; font-size: calc(14px * var(--qt-s)); color: var(--qt-ink); background: var(--qt-surface); border: 1px solid var(--qt-line-strong); border-radius: 12px; }
  .rating button svg { width: 30px; height: 30px; color: var(--qt-accent); }
  .rating button:hover:not(:disabled) { background: var(--qt-mine); }
  .rating button:disabled { color: var(--qt-muted); }
  .rating button:disabled svg { color: var(--qt-muted); }
  .rating button[aria-pressed="true"] { color: var(--qt-ink); background: var(--qt-mine); border-color: var(--qt-accent); }
  .rating button[aria-pressed="true"] svg { color: var(--qt-accent); }
  .rating p { flex-basis: 100%; margin: 0; font-size: calc(13px * var(--qt-s)); text-align: center; color: var(--qt-muted); }

  .typing .bubble { display: flex; align-items: center; gap: 4px; font-size: calc(13px * var(--qt-s)); color: var(--qt-muted); }
  .typing i { width: 6px; height: 6px; background: currentColor; border-radius: 50%; }
`;
