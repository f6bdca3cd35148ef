import { css } from "lit";

export const messages = css`
  /* What only screen readers get stands in its own place, and must not make the page longer. */
  .log {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 14px 16px 18px;
    display: flex;
    flex-direction: column;
  }
  .welcome { margin: auto 0; padding: 12px 4px; text-align: center; color: var(--qt-muted); }
  .welcome > strong { font-size: calc(18px * var(--qt-s)); color: var(--qt-ink); }
  .welcome p { max-width: 30em; margin: 8px auto 0; text-wrap: balance; }

  .day { margin: 10px 0 6px; text-align: center; font-size: calc(12px * var(--qt-s)); color: var(--qt-muted); }
  .row { display: flex; flex-direction: column; align-items: flex-start; max-width: 84%; margin-top: 4px; }
  .row.starts { margin-top: 14px; }
  .row.customer { align-self: flex-end; align-items: flex-end; }
  .row.system { align-self: center; align-items: center; max-width: 94%; }

  .who { margin: 0 2px 3px; font-size: calc(13px * var(--qt-s)); line-height: 1.4; color: var(--qt-muted); }
  .agent .who { font-weight: 600; color: var(--qt-person-ink); }
  .tag { padding: 0 6px; font-size: calc(12px * var(--qt-s)); font-weight: 400; background: var(--qt-person); border-radius: 4px; }

  .bubble {
    padding: 8px 13px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    background: var(--qt-surface);
    border: 1px solid var(--qt-line);
    border-radius: 4px 12px 12px 12px;
  }
  .said { position: relative; max-width: 100%; }
  .words { display: flex; flex-direction: column; align-items: inherit; }
  .customer .words { align-items: flex-end; }
  .reply-to { position: absolute; inset: calc(50% - 17px) auto auto calc(100% + 2px); display: grid; place-items: center; width: 34px; height: 34px; padding: 0; color: var(--qt-muted); background: none; border: 0; border-radius: 8px; }
  .customer .reply-to { inset-inline: auto calc(100% + 2px); }
  .reply-to:hover { background: var(--qt-note); }
  .reply-to svg { width: 17px; height: 17px; }
  @media (hover: hover) {
    .reply-to { opacity: 0; }
    .row:hover .reply-to, .reply-to:focus-visible { opacity: 1; }
  }
  .customer .bubble { background: var(--qt-mine); border-color: transparent; border-radius: 12px 4px 12px 12px; }
  .agent .bubble { background: var(--qt-person); border-color: transparent; }
  .system .bubble { padding: 4px 14px; font-size: calc(13px * var(--qt-s)); text-align: center; color: var(--qt-muted); background: var(--qt-note); border: 0; border-radius: 12px; }
  [data-state="sending"] .bubble { opacity: 0.72; }
  [data-state="failed"] .bubble { border: 1px solid var(--qt-bad); }

  .quote { max-width: 100%; margin-bottom: 3px; padding: 2px 9px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: calc(13px * var(--qt-s)); color: var(--qt-muted); background: var(--qt-note); border-inline-start: 3px solid var(--qt-line-strong); border-radius: 3px; }
  .quoting { grid-column: 1 / -1; display: flex; align-items: center; gap: 4px; min-width: 0; }
  .quoting .quote { flex: 1; min-width: 0; margin: 0; padding-block: 6px; }
  .agent-typing { padding: 2px 16px 4px; font-size: calc(13px * var(--qt-s)); color: var(--qt-muted); }

  .meta { margin: 3px 2px 0; font-size: calc(12px * var(--qt-s)); line-height: 1.4; color: var(--qt-muted); }
  .meta.failed { text-align: end; color: var(--qt-bad); }
  .link { min-height: 28px; padding: 0 2px; margin-inline-start: 6px; font-size: calc(13px * var(--qt-s)); font-weight: 600; text-decoration: underline; color: var(--qt-accent); background: none; border: 0; }

  .save { align-self: center; margin-top: 12px; }

  .replies { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
  .replies button { min-height: var(--qt-hit); padding: 6px 16px; color: var(--qt-accent); background: var(--qt-surface); border: 1px solid var(--qt-accent); border-radius: 20px; }
  .replies button:hover { background: var(--qt-mine); }

  .to-end {
    position: absolute;
    left: 50%;
    bottom: 104px;
    transform: translateX(-50%);
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 36px;
    padding: 0 14px 0 10px;
    font-size: calc(13px * var(--qt-s));
    background: var(--qt-surface);
    border: 1px solid var(--qt-line-strong);
    border-radius: 18px;
    box-shadow: 0 4px 14px rgb(60 48 30 / 18%);
  }
  .to-end svg { width: 16px; height: 16px; }
`;
