import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { expect, it } from "vitest";

const BUDGET = 60_000;
const root = fileURLToPath(new URL("../..", import.meta.url));

it("the widget with its Socket.IO client stays under 60 KB gzipped, in one file", async () => {
  const options = { root, configFile: `${root}/vite.widget.config.ts`, logLevel: "error", build: { write: false } } as const;
  const [built] = (await build(options)) as Rolldown.RolldownOutput[];
  const scripts = built!.output.filter(({ fileName }) => fileName.endsWith(".js"));
  expect(scripts.map(({ fileName }) => fileName)).toEqual(["qingting-chat.js"]);
  const code = (scripts[0] as Rolldown.OutputChunk).code;
  expect(code).toContain("user_uttered");
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(BUDGET);
}, 60_000);
