import { css } from "lit";

/** The tray above the composer, and files within messages. */
export const files = css`
  .tray { grid-column: 1 / -1; display: flex; flex-direction: column; gap: 6px; max-height: min(calc(190px * var(--qt-s)), 40vh); margin: 0; padding: 0; overflow-y: auto; list-style: none; }
  .tray li { position: relative; display: flex; align-items: center; gap: 8px; padding: 4px 2px 4px 6px; overflow: hidden; background: var(--qt-note); border: 1px solid var(--qt-line); border-radius: 8px; flex: none; }
  .tray li.failed { border-color: var(--qt-bad); }
  .tray li.failed .how { color: var(--qt-bad); }
  .tray img, .tray .paper { width: 40px; height: 40px; object-fit: cover; border-radius: 6px; flex: none; display: grid; place-items: center; color: var(--qt-muted); background: var(--qt-surface); }
  .tray .what { flex: 1; min-width: 0; display: flex; flex-direction: column; font-size: calc(13px * var(--qt-s)); line-height: 1.4; }
  .tray .name { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .tray .how { font-size: calc(12px * var(--qt-s)); color: var(--qt-muted); }
  .tray progress { position: absolute; inset: auto 0 0 0; width: 100%; height: 3px; accent-color: var(--qt-accent); }
  .tray-note { grid-column: 1 / -1; margin: 0; font-size: calc(12px * var(--qt-s)); color: var(--qt-muted); }
  .tray-note.failed { color: var(--qt-bad); }
  .panel.dropping::after { content: attr(data-drop); position: absolute; inset: 0; z-index: 2; display: grid; place-items: center; font-weight: 600; background: color-mix(in srgb, var(--qt-paper) 88%, transparent); border: 2px dashed var(--qt-accent); pointer-events: none; }

  .files { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 4px; max-width: 100%; }
  .customer .files { justify-content: flex-end; }
  .files .picture { padding: 0; background: none; border: 0; border-radius: 10px; overflow: hidden; line-height: 0; }
  .files .picture img { height: 160px; min-width: 60px; max-width: min(240px, 60vw); object-fit: cover; }
  .files .paper { display: inline-flex; align-items: center; gap: 6px; min-height: max(44px, var(--qt-hit)); max-width: 100%; padding: 4px 12px; font-size: calc(14px * var(--qt-s)); color: var(--qt-ink); background: var(--qt-surface); border: 1px solid var(--qt-line-strong); border-radius: 10px; overflow-wrap: anywhere; text-align: start; }
  .files .paper small { color: var(--qt-muted); white-space: nowrap; }
`;
