// The app is plain files: nothing inline, so that the server's content security policy can forbid all that is inline.
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2021",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    chunkSizeWarningLimit: 900,
  },
  test: { include: ["tests/unit/**/*.test.ts"], environment: "node", passWithNoTests: true },
});
