import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkNode, isInstalled } from "./prepare.mjs";
import { run } from "./run.mjs";
import { hashEntries, readText, writeStamp } from "./stamps.mjs";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-stamps-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("sees a changed, a new and a renamed source, and no test or missing folder", async () => {
  const file = path.join(folder, "a.ts");
  const hash = (): string => hashEntries([folder, path.join(folder, "missing")]);
  await writeFile(file, "1");
  const seen = [hash()];
  await writeFile(path.join(folder, "a.test.ts"), "1");
  expect(hash()).toBe(seen[0]);
  await writeFile(file, "2");
  seen.push(hash());
  await writeFile(path.join(folder, "b.ts"), "2");
  seen.push(hash());
  await rm(file);
  seen.push(hash());
  expect(new Set(seen).size).toBe(4);
});

it("keeps a stamp, and has none where none was written", () => {
  const stamp = path.join(folder, "deep", "stamp");
  expect(readText(stamp)).toBeNull();
  writeStamp(stamp, "hash");
  expect(readText(stamp)).toBe("hash");
});

it("refuses an old Node in one sentence", () => {
  expect(() => checkNode("18.20.0")).toThrow("Segno needs Node 20.19 or newer; this is 18.20.0.");
  expect(() => checkNode("20.18.3")).toThrow();
  for (const version of ["20.19.0", "22.1.0", "24.0.0"]) checkNode(version);
});

it("knows that the packages here are those of the lockfile", () => {
  expect(isInstalled()).toBe(true);
});

it("says which step failed", async () => {
  await expect(run("Trying", process.execPath, ["-e", "process.exit(3)"])).rejects.toThrow(
    "Trying failed (exit code 3)",
  );
});
