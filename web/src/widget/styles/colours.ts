import { css } from "lit";

/** Every colour once; a page may set any of them on the element. `--qt-brand…` follow from `colour` (brand.ts). */
export const colours = css`
  :host {
    --qt-accent: var(--qt-brand-ink-light, #1c625c);
    --qt-fill: var(--qt-brand, var(--qt-accent));
    --qt-fill-strong: var(--qt-brand-strong, #134a45);
    --qt-on-fill: var(--qt-on-brand, #ffffff);
    --qt-paper: #fbf8f3;
    --qt-surface: #ffffff;
    --qt-line: #e3dcd0;
    --qt-line-strong: #8b8375;
    --qt-ink: #26231e;
    --qt-muted: #635c50;
    --qt-mine: var(--qt-brand-mine-light, #dcece8);
    --qt-person: #fdeed6;
    --qt-person-ink: #7a4a08;
    --qt-note: #f3eee4;
    --qt-good: #1c6b43;
    --qt-warn: #8a5200;
    --qt-bad: #a62b1f;
    --qt-shadow: 0 12px 40px rgb(60 48 30 / 22%);
    --qt-font: "PingFang SC", "PingFang TC", "Hiragino Sans GB", "Microsoft YaHei", "Microsoft JhengHei",
      "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif;
    color-scheme: light dark;
  }
  /* Each script by its own fonts: Chinese ones draw English quotation marks too wide. */
  .panel[lang="en"] { --qt-font: "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans", system-ui, sans-serif; }
  .panel[lang="zh-Hant"] { --qt-font: "PingFang TC", "PingFang HK", "Microsoft JhengHei", "Noto Sans CJK TC", "Noto Sans TC", system-ui, sans-serif; }

  @media (prefers-color-scheme: dark) {
    :host {
      --qt-accent: var(--qt-brand-ink-dark, #7cc7bd);
      --qt-fill-strong: var(--qt-brand-strong, #a3dcd4);
      --qt-on-fill: var(--qt-on-brand, #0f2422);
      --qt-paper: #1b1a18;
      --qt-surface: #262421;
      --qt-line: #3b3833;
      --qt-line-strong: #918a7e;
      --qt-ink: #efebe4;
      --qt-muted: #b5ad9f;
      --qt-mine: var(--qt-brand-mine-dark, #1f423e);
      --qt-person: #463718;
      --qt-person-ink: #f2cf8f;
      --qt-note: #2d2a26;
      --qt-good: #8fd3ab;
      --qt-warn: #f0bd6b;
      --qt-bad: #ff9d8f;
      --qt-shadow: 0 12px 40px rgb(0 0 0 / 55%);
    }
  }
`;
