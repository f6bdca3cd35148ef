import { defineConfig } from "vite";

/** The desk: a page and its hashed assets, without any inline script (strict CSP). */
export default defineConfig({
  root: "desk",
  base: "/",
  build: {
    outDir: "../dist/desk",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
