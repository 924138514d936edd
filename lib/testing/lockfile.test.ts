import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./source-files";

interface Package {
  version?: string;
  license?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8")) as {
  packages: Record<string, Package>;
};
const manifest = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as Record<
  string,
  Record<string, string>
>;

/** Versions below these have known holes: remote code execution in Next.js, account takeover in next-auth. */
const FLOORS: Record<string, string> = { next: "16.3.3", "next-auth": "4.24.15" };

/** Licences that a program under MIT may depend on. */
const LICENCES =
  /^(\(?(MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|MPL-2\.0|CC0-1\.0|CC-BY-4\.0|OFL-1\.1|BlueOak-1\.0\.0|Python-2\.0|Unlicense|PostgreSQL|LGPL-3\.0-or-later|WTFPL)( (OR|AND) [A-Za-z0-9.-]+)*\)?( AND .*)?)$/;

/** Of a choice, one that goes with MIT is enough. */
function isAllowed(license: string): boolean {
  return license
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((choice) => LICENCES.test(choice));
}

function isAtLeast(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) => text.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

describe("the lockfile", () => {
  it.each(Object.entries(FLOORS))("holds %s at %s or newer", (name, floor) => {
    const versions = Object.entries(lock.packages).filter(([key]) => key.endsWith(`node_modules/${name}`));
    expect(versions.length).toBeGreaterThan(0);
    for (const [, found] of versions) expect(isAtLeast(found.version ?? "0", floor)).toBe(true);
  });

  it("knows an old version when it sees one", () => {
    expect(isAtLeast("16.3.2", "16.3.3")).toBe(false);
    expect(isAtLeast("4.24.15", "4.24.15")).toBe(true);
    expect(isAtLeast("17.0.0", "16.3.3")).toBe(true);
  });

  it("names exact versions only", () => {
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("names the packages of every platform, not only of the one it was written on", () => {
    const names = new Set(Object.keys(lock.packages).map((key) => key.replace(/^.*node_modules\//, "")));
    const wanted = Object.values(lock.packages).flatMap((found) => Object.keys(found.optionalDependencies ?? {}));
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });

  it("runs no install script", () => {
    expect(readFileSync(path.join(ROOT, ".npmrc"), "utf8")).toContain("ignore-scripts=true");
  });

  it("depends on licences that go with MIT", () => {
    const shipped = Object.entries(lock.packages).filter(
      ([key, found]) => key.includes("node_modules/") && !found.dev && !found.devOptional,
    );
    const strange = shipped.filter(([, found]) => found.license !== undefined && !isAllowed(found.license));
    expect(strange.map(([key, found]) => `${key}: ${found.license}`)).toEqual([]);
  });
});
