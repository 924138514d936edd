import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config";

/** The long suites (`npm run test:soak`): faults that take minutes, root, or tools of the system. One at a time. */
export default mergeConfig(
  base,
  defineConfig({
    test: { testTimeout: 15 * 60_000, hookTimeout: 5 * 60_000, maxWorkers: 1, fileParallelism: false, isolate: true },
  }),
);
