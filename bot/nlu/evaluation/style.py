"""How the report looks, in light and in dark."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fff; --line: #d9dee6;
  --soft: #5b6675; --link: #1d5fa8; --good: #19723d; --bad: #b3261e; --head: #f3f5f8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ee; --paper: #14181e; --line: #333b46; --soft: #9aa5b4; --link: #7db4f0;
    --good: #6fce93; --bad: #ff8f86; --head: #1d232b; } }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem;
  border-bottom: 1px solid var(--line); }
th { background: var(--head); font-weight: 600; }
.figures td { white-space: nowrap; font-variant-numeric: tabular-nums; }
.mistakes td:first-child { min-width: 18rem; } .mistakes td:last-child { white-space: nowrap; }
small { color: var(--soft); } a { color: var(--link); }
ins { text-decoration: none; font-size: .85em; } .better { color: var(--good); }
.worse { color: var(--bad); }
figure { margin: 0; } figure svg { max-width: 100%; height: auto; }
figure svg text { font-family: inherit !important; }
figcaption { color: var(--soft); font-size: .9em; }
""".strip()
