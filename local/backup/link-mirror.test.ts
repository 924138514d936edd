import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LinkMirror } from "./link-mirror";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-mirror-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const source = (...names: string[]) => path.join(folder, "source", ...names);
const target = (...names: string[]) => path.join(folder, "target", ...names);

async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${folder}/draft`, text);
  await rename(`${folder}/draft`, file);
}

async function readTarget(): Promise<Record<string, string>> {
  const entries = await readdir(target(), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const pairs = files.map(async (file) => [path.relative(target(), file), await readFile(file, "utf8")] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

for (const age of ["a moment ago", "an hour ago"]) {
  it(`follows what is added, replaced, removed and moved in folders that last changed ${age}`, async () => {
    for (const name of ["a/1", "a/deep/2", "b/3", "quiet/4"]) {
      await mkdir(path.dirname(source(name)), { recursive: true });
      await writeFile(source(name), name);
    }
    const old = new Date(Date.now() - 3_600_000);
    if (age === "an hour ago")
      for (const name of ["a/deep", "a", "b", "quiet", ""]) await utimes(source(name), old, old);
    const mirror = new LinkMirror(source(), target(), { isLeftOut: (name) => name === "b/left-out", isByNames: true });
    mirror.update();
    mirror.update();
    expect(await readTarget()).toEqual({ "a/1": "a/1", "a/deep/2": "a/deep/2", "b/3": "b/3", "quiet/4": "quiet/4" });
    await replace(source("a/1"), "replaced");
    await rm(source("a/deep"), { recursive: true });
    await writeFile(source("b/left-out"), "x");
    await writeFile(source("b/5"), "added");
    await mkdir(source("c"));
    await writeFile(source("c/6"), "in a new folder");
    mirror.update();
    expect(await readTarget()).toEqual({
      "a/1": "replaced",
      "b/3": "b/3",
      "b/5": "added",
      "c/6": "in a new folder",
      "quiet/4": "quiet/4",
    });
    expect(mirror.readSizes().get("a/1")).toBe(8);
    expect(mirror.readSizes().has("a/deep/2")).toBe(false);
  });
}

it("sees the growth of a file whose folder did not change, where files grow", async () => {
  await mkdir(source());
  await writeFile(source("segment"), "one");
  const old = new Date(Date.now() - 3_600_000);
  await utimes(source(), old, old);
  const mirror = new LinkMirror(source(), target(), { isLeftOut: () => false, isByNames: false });
  mirror.update();
  await appendFile(source("segment"), " two");
  mirror.update();
  expect(mirror.readSizes().get("segment")).toBe(7);
});
