import fs, { type FileHandle, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { copyFileSynced, syncFolder, writeFileSynced } from "./durable-files";
import { getFileMethods, makeFailure } from "./testing/log-writer";
import { listOpenFiles } from "./testing/open-files";

let folder: string;
let methods: FileHandle;
/** The calls that make bytes and names last, in order. */
let calls: string[];
const place = (name: string) => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-durable-"));
  methods = await getFileMethods(folder);
  calls = [];
  for (const name of ["writeFile", "sync"] as const) {
    const original = methods[name] as (...args: unknown[]) => Promise<void>;
    vi.spyOn(methods, name).mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
      calls.push(name);
      return original.apply(this, args);
    });
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

it("a folder is synced and let go of", async () => {
  await syncFolder(folder);
  expect(calls).toEqual(["sync"]);
  expect(listOpenFiles(folder)).toEqual([]);
});

it("a file is written, then synced: shorter than before as well", async () => {
  await writeFile(place("file"), "longer than that");
  await writeFileSynced(place("file"), Buffer.from("bytes"));
  expect(calls).toEqual(["writeFile", "sync"]);
  expect(await readFile(place("file"), "utf8")).toBe("bytes");
});

it("a copy is whole before it is synced", async () => {
  await writeFile(place("file"), "bytes");
  const original = fs.copyFile;
  vi.spyOn(fs, "copyFile").mockImplementation(async (...args) => {
    await original(...args);
    calls.push("copied");
  });
  syncBuiltinESMExports();
  await copyFileSynced(place("file"), place("copy"));
  expect(calls).toEqual(["copied", "sync"]);
  expect(await readFile(place("copy"), "utf8")).toBe("bytes");
});

it("what can't be synced is told, and let go of", async () => {
  await writeFile(place("file"), "bytes");
  for (const call of [
    () => syncFolder(folder),
    () => writeFileSynced(place("file"), Buffer.from("bytes")),
    () => copyFileSynced(place("file"), place("copy")),
  ]) {
    vi.mocked(methods.sync).mockRejectedValueOnce(makeFailure("EIO"));
    await expect(call()).rejects.toMatchObject({ code: "EIO" });
    expect(listOpenFiles(folder)).toEqual([]);
  }
});
