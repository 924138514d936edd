import { createRequire } from "node:module";
import path from "node:path";
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { describe, expect, it } from "vitest";
import { ROOT } from "./source-files";

const settings = createRequire(import.meta.url)(path.join(ROOT, ".dependency-cruiser.cjs")) as {
  forbidden: IForbiddenRuleType[];
  options: Record<string, unknown>;
};
/** With fewer modules than this the cruiser did not see the house, and "no violations" says nothing. */
const FLOOR = 150;

async function cruiseFolder(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { tsConfig: _tsConfig, ...options } = settings.options;
  const result = await cruise(
    folders,
    { ...options, baseDir, validate: true, ruleSet: { forbidden: settings.forbidden } },
    undefined,
    { tsConfig: extractTSConfig(path.join(ROOT, "tsconfig.json")) },
  );
  return result.output as ICruiseResult;
}

describe("imports", () => {
  it("go one way", { timeout: 120_000 }, async () => {
    const { summary } = await cruiseFolder(ROOT, [
      "app",
      "lib",
      "inngest",
      "local",
      "prisma",
      "proxy.ts",
      "instrumentation.ts",
      "instrumentation-node.ts",
    ]);
    expect(summary.violations.map((found) => `${found.rule.name}: ${found.from} → ${found.to}`)).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(FLOOR);
  });

  it("that go the wrong way are seen", async () => {
    const fixture = path.join(ROOT, "lib/testing/architecture-fixture");
    const { summary } = await cruiseFolder(fixture, ["lib", "app"]);
    expect(new Set(summary.violations.map((found) => found.rule.name))).toEqual(
      new Set(["1-no-cycles", "2-core-is-pure", "6-kit-knows-no-domain"]),
    );
  });
});
