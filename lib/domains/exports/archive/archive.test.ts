import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createComment } from "@/lib/domains/comments/commands";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { updateProject } from "@/lib/domains/projects/commands";
import { createSong, updateSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { exportProject } from "../commands";
import { makeExport } from "../making/commands";
import { readExport, signExport } from "../reads";
import { toFileName } from "../rules";
import { FolderNames } from "./rules";

const run = promisify(execFile);
let stack: TestStack;
let services: Services;
let band: Band;
let folder: string;
const takes = [makeWav(1, 440), makeWav(1, 550)];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-archive-"));
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
  await updateProject(services, band.owner, band.projectId, { name: "Älbum: 東京 / 1?" });
  await updateSong(services, band.owner, band, { name: "<Night> Drive", description: "In <b>D</b>" });
  await createSong(services, band.owner, band.projectId, { name: "Empty one" });
  const twin = await createSong(services, band.owner, band.projectId, { name: "<NIGHT> drive" });
  await uploadFile(services, band.editor, band, takes[0] ?? Buffer.alloc(0));
  await uploadFile(services, band.editor, { ...band, songId: twin.id }, takes[1] ?? Buffer.alloc(0));
  const { versions } = await readSong(services, band.owner, band);
  const body = "</script><img src=x onerror=alert(1)> & ü";
  const comment = { versionId: versions[0]?.id ?? "", body, startSec: 0.5, endSec: null };
  await createComment(services, band.commenter, band, comment);
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

async function makeArchive(actor = band.owner) {
  const { id } = await exportProject(services, actor, band);
  const outcome = await makeExport(services, systemScope, { exportId: id, run: 1 });
  return { id, outcome, view: await readExport(services, actor, id) };
}

describe("B414: all of a project as one archive", () => {
  it("holds originals byte by byte, notes and a page, under names that every system takes", async () => {
    const { id, outcome, view } = await makeArchive();
    expect([outcome, view.fileName]).toEqual(["done", "Älbum_ 東京 _ 1_.zip"]);
    const zip = Buffer.from(await (await fetch(await signExport(services, band.owner, id))).arrayBuffer());
    expect(zip.length).toBe(view.sizeBytes);
    const entries = readEntries(zip);
    const names = entries.map(({ name }) => name).sort();
    expect(names).toEqual(
      [
        "index.html",
        "_NIGHT_ drive/v1 take.wav",
        "_Night_ Drive (2)/v1 comments.json",
        "_Night_ Drive (2)/v1 comments.md",
        "_Night_ Drive (2)/v1 take.wav",
      ]
        .map((name) => `Älbum_ 東京 _ 1_/${name}`)
        .sort(),
    );
    for (const { crc, bytes } of entries) expect(crc32(bytes)).toBe(crc);
    const originals = entries.filter(({ name }) => name.endsWith(".wav")).map(({ bytes }) => bytes);
    for (const take of takes) expect(originals.some((bytes) => bytes.equals(take))).toBe(true);
    const html = entries.find(({ name }) => name.endsWith("index.html"))?.bytes.toString("utf8") ?? "";
    expect(html).toContain("&lt;/script&gt;&lt;img");
    expect(html).not.toMatch(/https?:|<img src=x/);
  });

  it("is whole for a program that others wrote", async (test) => {
    const hasUnzip = await run("unzip", ["-v"]).then(
      () => true,
      () => false,
    );
    if (!hasUnzip) return test.skip("unzip is not installed");
    const { id } = await makeArchive();
    const file = path.join(folder, "archive.zip");
    await writeFile(file, Buffer.from(await (await fetch(await signExport(services, band.owner, id))).arrayBuffer()));
    expect((await run("unzip", ["-t", file])).stdout).toContain("No errors detected");
    await run("unzip", ["-q", file, "-d", folder]);
    const [root = ""] = (await readdir(folder)).filter((name) => !name.endsWith(".zip"));
    const take = (await readdir(path.join(folder, root))).find((name) => name.includes("NIGHT")) ?? "";
    expect((await readFile(path.join(folder, root, take, "v1 take.wav"))).equals(takes[1] ?? Buffer.alloc(0))).toBe(
      true,
    );
  });

  it("is for members with downloads", async () => {
    const person = await createPerson(services, "Guest");
    await addMember(services, person, { songId: band.songId }, "editor");
    await expect(exportProject(services, person, band)).rejects.toMatchObject({ code: "forbidden" });
    await expect(exportProject(services, band.stranger, band)).rejects.toMatchObject({ code: "not_found" });
    const where = { accountId: band.listener.accountId };
    await services.db.membership.updateMany({ where, data: { canDownload: false } });
    const { outcome, view } = await makeArchive(band.listener);
    expect([outcome, view.reason]).toEqual(["failed", "no_download"]);
  });
});

describe("names in an archive", () => {
  it("are no two alike, whatever a file system folds", () => {
    const names = new FolderNames();
    expect(["Mix.wav", "mix.WAV", "mix.wav", "ﬁn", "fin"].map((name) => names.take(name))).toEqual([
      ...["Mix.wav", "mix (2).WAV", "mix (3).wav", "ﬁn", "fin (2)"],
    ]);
  });

  it("are such that Windows takes them, and lead nowhere", () => {
    expect(
      ["../../etc", "CON", "nul.txt", "a/b\\c", "  ", "...", "dot.", "é".normalize("NFD")].map((name) =>
        toFileName(name),
      ),
    ).toEqual([...["__.._etc", "_CON", "_nul.txt", "a_b_c", "_", "_", "dot", "é"]]);
  });
});

/** By the letter of the format: the central directory, and what it leads to. */
function readEntries(zip: Buffer): { name: string; crc: number; bytes: Buffer }[] {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const entries = [];
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
    const [crc, size, nameBytes, extraBytes] = [16, 24, 28, 30].map((offset) =>
      offset < 28 ? zip.readUInt32LE(at + offset) : zip.readUInt16LE(at + offset),
    ) as [number, number, number, number];
    const name = zip.toString("utf8", at + 46, at + 46 + nameBytes);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    entries.push({ name, crc, bytes: zip.subarray(from, from + size) });
    at += 46 + nameBytes + extraBytes + zip.readUInt16LE(at + 32);
  }
  return entries;
}
