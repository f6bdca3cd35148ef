// Prints what a visitor downloads (gzip) and fails where a bundle outgrew its budget.
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const budgets = { widget: 60, desk: 300 };
let over = false;

for (const [bundle, budget] of Object.entries(budgets)) {
  const folder = join(dist, bundle);
  if (!existsSync(folder)) continue;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  const bytes = files.map((f) => gzipSync(readFileSync(join(f.parentPath, f.name)), { level: 9 }).length);
  const size = bytes.reduce((sum, n) => sum + n, 0) / 1024;
  console.log(`${bundle}: ${size.toFixed(1)} KB gzip in ${files.length} files (budget ${budget} KB)`);
  over ||= size > budget;
}
if (over) {
  console.error("A bundle is over its budget.");
  process.exitCode = 1;
}
