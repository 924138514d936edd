import path from "node:path";
import { defineConfig } from "vitest/config";

/** `*.soak.test.ts` are the long suites of vitest.soak.config.ts. */
const isSoak = process.argv.some((argument) => argument.includes("vitest.soak"));
const FILES = "{app,lib,inngest,local,prisma,docs,e2e}/**/*";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    include: isSoak ? [`${FILES}.soak.test.ts`] : [`${FILES}.test.{ts,tsx}`],
    exclude: ["**/node_modules/**", "**/.next/**", ...(isSoak ? [] : ["**/*.soak.test.ts"])],
    globalSetup: ["lib/testing/global-setup.ts"],
    setupFiles: ["lib/testing/console-guard.ts"],
    // What hangs is found all the same; what is only slow on a busy machine is no fault.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    // Loading the app takes longer than most files' tests: the files of one worker share it. None may change what others see.
    isolate: false,
    experimental: { fsModuleCache: true },
  },
});
