import { css } from "lit";

/** Phones: the whole screen, no keyboard hint. Motion only for those who do not mind it. */
export const small = css`
  @media (max-width: 599.98px) {
    :host([open]) { inset: var(--qt-top, 0) 0 auto; height: var(--qt-height, 100dvh); }
    .panel, :host([mode="page"]) .panel { width: 100%; height: 100%; border: 0; border-radius: 0; }
    .header { padding: 8px 10px 8px 14px; }
    .keys { display: none; }
    .to-end { bottom: 76px; }
    .send { padding: 0 13px; }
    .send span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  }

  @container (max-width: 385px) {
    .human { padding-inline: 12px; }
    .human svg { display: none; }
  }

  @media (prefers-reduced-motion: no-preference) {
    .typing i { animation: pulse 0.6s ease-in-out infinite alternate; }
    .typing i + i { animation-delay: 0.2s; }
    .typing i + i + i { animation-delay: 0.4s; }
    .row { animation: arrive 0.16s ease-out; }
    .connection[data-state="connecting"]::before { animation: pulse 1.2s ease-in-out infinite alternate; }
  }
  @keyframes arrive { from { opacity: 0; transform: translateY(4px); } }
  @keyframes pulse { to { opacity: 0.3; } }

  @media (forced-colors: active) {
    .bubble, .human, .send, .launcher, .unread, .tag { border: 1px solid; }
    .rating [aria-pressed="true"] { outline: 3px solid Highlight; }
    .connection::before { forced-color-adjust: none; }
  }
`;
