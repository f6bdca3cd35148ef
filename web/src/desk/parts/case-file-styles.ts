import { css } from "lit";

/** Paper: the same in every appearance of the desk, and in a file that is kept on its own. */
export const caseFileStyles = css`
  .file { color: #1d1b18; background: #fff; font: 13px/1.55 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
  .file h1 { margin: 0 0 2px; font-size: 20px; }
  .file h2 { margin: 18px 0 6px; padding-bottom: 3px; font-size: 14px; border-bottom: 1px solid #b9b3a8; break-after: avoid; }
  .file p { margin: 0; }
  .file .meta { color: #5d574d; }
  .file .clear { margin-top: 6px; padding: 4px 8px; border: 1px solid #a62b1f; color: #a62b1f; font-weight: 600; }
  .file table { width: 100%; border-collapse: collapse; table-layout: fixed; }
  .file th, .file td { padding: 4px 8px 4px 0; font-size: 13px; text-align: start; vertical-align: top; white-space: normal; border-bottom: 1px solid #e4dfd6; overflow-wrap: anywhere; }
  .file th { font-weight: 600; color: #5d574d; }
  .file tr:last-child :is(th, td) { border-bottom: 1px solid #e4dfd6; }
  .file tr { break-inside: avoid; }
  .file .narrow { width: 22%; }
  .file ol { margin: 0; padding: 0; list-style: none; }
  .file li { padding: 5px 0; border-bottom: 1px solid #eee9e0; break-inside: avoid; }
  .file .who { font-size: 12px; color: #5d574d; }
  .file .ai { padding: 0 5px; border: 1px solid #1c625c; border-radius: 3px; color: #1c625c; }
  .file .dead { color: #a62b1f; }
  .file .quoted { margin: 2px 0; padding-inline-start: 8px; border-inline-start: 2px solid #b9b3a8; color: #5d574d; white-space: pre-wrap; overflow-wrap: anywhere; }
  .file .text { white-space: pre-wrap; overflow-wrap: anywhere; }
  @media screen and (max-width: 600px) {
    .file tr { display: block; padding: 4px 0; border-bottom: 1px solid #e4dfd6; }
    .file tr :is(th, td), .file tr:last-child :is(th, td) { display: block; width: auto; padding: 0; border: 0; }
    .file tr .narrow { width: auto; }
  }
`;
