import { css } from "lit";

export const frame = css`
  :host {
    position: fixed;
    inset: auto 20px 20px auto;
    z-index: 2147483000;
    font: 400 calc(15px * var(--qt-s))/1.6 var(--qt-font);
    color: var(--qt-ink);
    text-align: start;
  }
  :host([position="left"]) { inset: auto auto 20px 20px; }
  :host([mode="page"]) { inset: var(--qt-top, 0) 0 auto; height: var(--qt-height, 100%); z-index: auto; background: var(--qt-paper); }
  :host([hidden]) { display: none; }

  .panel {
    position: relative;
    container-type: inline-size;
    font-family: var(--qt-font);
    display: flex;
    flex-direction: column;
    width: 384px;
    height: min(640px, calc(100vh - 40px));
    overflow: hidden;
    background: var(--qt-paper);
    border: 1px solid var(--qt-line);
    border-radius: 14px;
    box-shadow: var(--qt-shadow);
  }
  :host([mode="page"]) .panel {
    width: 100%;
    max-width: 760px;
    height: 100%;
    margin: 0 auto;
    border-width: 0 1px;
    border-radius: 0;
    box-shadow: none;
  }

  .header, .ways { display: flex; align-items: center; gap: 4px 8px; }
  .header { flex-wrap: wrap; padding: 10px 10px 10px 16px; background: var(--qt-surface); border-bottom: 1px solid var(--qt-line); }
  /* What does not fit beside the longest word of the title stands below it. */
  .title { flex: 1 1 0; min-width: min-content; }
  .ways { margin-inline-start: auto; }
  h2 { margin: 0; font-size: calc(16px * var(--qt-s)); line-height: 1.35; font-weight: 600; }
  .connection { display: inline-flex; align-items: center; gap: 6px; font-size: calc(12px * var(--qt-s)); line-height: 1.4; color: var(--qt-muted); }
  .connection::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--qt-warn); }
  .connection[data-state="online"]::before { background: var(--qt-good); }
  .connection[data-state="offline"] { color: var(--qt-bad); font-weight: 600; }
  .connection[data-state="offline"]::before { background: var(--qt-bad); }

  .status { padding: 8px 16px; background: var(--qt-note); border-bottom: 1px solid var(--qt-line); font-size: calc(13px * var(--qt-s)); line-height: 1.5; }
  .owner { margin: 0; text-wrap: pretty; }
  .owner:not([data-owner="none"], [data-owner="bot"]) { font-weight: 600; }
  .automated { color: var(--qt-muted); }
  .owner .automated { color: inherit; }

  button, select, textarea { font: inherit; color: inherit; }
  button { cursor: pointer; }
  button:disabled { cursor: not-allowed; }
  :focus-visible { outline: 2px solid var(--qt-accent); outline-offset: 2px; }
  .log:focus-visible { outline-offset: -3px; }
  textarea:focus-visible { outline-offset: -1px; }
  svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; flex: none; }

  .human {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-height: var(--qt-hit);
    padding: 4px 14px 4px 10px;
    white-space: nowrap;
    font-size: calc(14px * var(--qt-s));
    font-weight: 600;
    color: var(--qt-accent);
    background: transparent;
    border: 1.5px solid var(--qt-accent);
    border-radius: 20px;
  }
  .human:hover:not(:disabled) { background: var(--qt-mine); }
  .human:disabled { color: var(--qt-muted); border: 1.5px dashed var(--qt-line-strong); }
  .icon { display: grid; place-items: center; width: var(--qt-hit); height: var(--qt-hit); padding: 0; background: none; border: 0; border-radius: 8px; color: var(--qt-muted); }
  .icon:hover { background: var(--qt-note); }

  .composer {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 6px 8px;
    align-items: end;
    padding: 10px 12px calc(8px + env(safe-area-inset-bottom));
    background: var(--qt-surface);
    border-top: 1px solid var(--qt-line);
  }
  .attach:empty { display: none; }
  .attach .icon { height: max(44px, var(--qt-hit)); }
  textarea {
    grid-column: -3 / -2;
    width: 100%;
    min-height: max(44px, var(--qt-hit));
    max-height: 150px;
    padding: 9px 12px;
    resize: none;
    font-size: calc(16px * var(--qt-s));
    line-height: 1.5;
    background: var(--qt-paper);
    border: 1px solid var(--qt-line-strong);
    border-radius: 10px;
  }
  textarea::placeholder { color: var(--qt-muted); opacity: 1; }
  .send { display: inline-flex; align-items: center; gap: 4px; min-height: max(44px, var(--qt-hit)); padding: 0 16px; font-weight: 600; color: var(--qt-on-fill); background: var(--qt-fill); border: 0; border-radius: 10px; }
  .send:hover:not(:disabled) { background: var(--qt-fill-strong); }
  .send:disabled { color: var(--qt-muted); background: var(--qt-note); }
  .keys { grid-column: 1 / -1; margin: 0; font-size: calc(12px * var(--qt-s)); line-height: 1.4; color: var(--qt-muted); }

  .launcher { position: relative; display: grid; place-items: center; width: 58px; height: 58px; color: var(--qt-on-fill); background: var(--qt-fill); border: 0; border-radius: 50%; box-shadow: var(--qt-shadow); }
  .launcher svg { width: 27px; height: 27px; }
  .launcher:hover { background: var(--qt-fill-strong); }
  .unread { position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 6px; font-size: calc(12px * var(--qt-s)); line-height: 22px; font-weight: 700; color: #fff; background: #a62b1f; border-radius: 11px; }

  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
