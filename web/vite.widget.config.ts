import { defineConfig } from "vite";

/** One self-contained module beside its page: nothing is loaded from anywhere else. */
export default defineConfig({
  publicDir: "widget",
  build: {
    outDir: "dist/widget",
    emptyOutDir: true,
    target: "es2020",
    lib: { entry: "src/widget/main.ts", formats: ["es"], fileName: () => "qingting-chat.js" },
    minify: "oxc",
  },
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
});
