import { existsSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";

/** Thousands of runs that judge logic, not disks: they work in memory where the system offers it. */
if (existsSync("/dev/shm")) process.env.TMPDIR = "/dev/shm";

/** The suites to judge by, such as `format,damage`: a module's own are enough and far quicker than all of them. */
const suites = process.env.MUTATION_SUITES ?? "*";

/** What Stryker runs for each mutant: the quick suites of the mutated folders, without a database and without children. */
export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    include: suites.split(",").map((name) => `lib/event-log/${name}.test.ts`),
    exclude: [
      "**/node_modules/**",
      "**/*.soak.test.ts",
      "lib/event-log/processes.test.ts",
      "lib/event-log/damage-sweep.test.ts",
    ],
    testTimeout: 20_000,
    maxWorkers: 1,
  },
});
