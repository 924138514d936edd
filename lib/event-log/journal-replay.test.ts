import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JOURNAL_FILE } from "./journal-record";
import { findMissingTail, replayJournal } from "./journal-replay";
import type { LogReport } from "./log";
import { nameSegment } from "./manifest";
import { encodeRecord } from "./testing/journal-records";
import { listOpenFiles } from "./testing/open-files";

let folder: string;
const SEGMENT = nameSegment(1, 1);
const OTHER = nameSegment(1, 2);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-replay-"));
});
afterEach(async () => {
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const file = () => path.join(folder, JOURNAL_FILE);

describe("putting lines back", () => {
  const segments = [SEGMENT, nameSegment(1, 9), OTHER].map((name) => ({ file: name, startCrc: 0 }));
  const manifest = { generation: 1, lastSeq: 0, segments };
  const record = { segment: OTHER, offset: 4, lines: Buffer.from("synced\n") };
  const reports: LogReport[] = [];
  const replay = () => replayJournal(folder, manifest, (report) => reports.push(report));
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  const keep = (segment: string) => writeFile(file(), encodeRecord(segment, record.offset, record.lines));

  beforeEach(() => {
    reports.length = 0;
  });

  it.each(["one\n", "one\nsyn", "one\n\0\0\0\0\0\0\0", "one\n\0\0\0\0ed\nlater\n"])(
    "B88: writes what the last segment lacks over what is there: %j",
    async (text) => {
      await write(OTHER, text);
      await keep(OTHER);
      expect(await findMissingTail(folder, manifest)).toEqual(record);
      await replay();
      const whole = `one\nsynced\n${text.slice(11)}`;
      expect(await readFile(path.join(folder, OTHER), "utf8")).toBe(whole);
      expect(reports).toEqual([{ kind: "tail_restored", segment: OTHER, byteOffset: 4, bytes: 7 }]);
      expect(await findMissingTail(folder, manifest)).toBeUndefined();
    },
  );

  it("changes nothing without a journal, or with one of another segment, or beside a missing segment", async () => {
    await write(OTHER, "one\n");
    await write(SEGMENT, "two\n");
    await replay();
    await keep(SEGMENT);
    await replay();
    expect(await findMissingTail(folder, { ...manifest, segments: [] })).toBeUndefined();
    await rm(path.join(folder, OTHER));
    await keep(OTHER);
    await replay();
    expect(reports).toEqual([]);
    expect(await readFile(path.join(folder, SEGMENT), "utf8")).toBe("two\n");
  });

  it("B83: names where a segment ends that lacks even what was synced before", async () => {
    await keep(OTHER);
    for (const [text, line, byteOffset] of [
      ["", "1", "0"],
      ["on", "1", "0"],
      ["a\nb", "2", "2"],
    ] as const) {
      await write(OTHER, text);
      await expect(replay()).rejects.toMatchObject({
        reason: "log_damaged",
        message: expect.stringContaining("it ends before byte 4, up to where it was synced"),
        fields: [
          { field: "segment", message: OTHER },
          { field: "line", message: line },
          { field: "byteOffset", message: byteOffset },
        ],
      });
    }
  });

  it("passes on what keeps journal or segment from being read", async () => {
    await mkdir(file());
    await expect(replay()).rejects.toMatchObject({ code: "EISDIR" });
    await rm(file(), { recursive: true });
    await keep(OTHER);
    await rm(path.join(folder, OTHER), { force: true });
    await mkdir(path.join(folder, OTHER));
    await expect(replay()).rejects.toMatchObject({ code: "EISDIR" });
    await rm(path.join(folder, OTHER), { recursive: true });
    await symlink(OTHER, path.join(folder, OTHER));
    await expect(replay()).rejects.toMatchObject({ code: "ELOOP" });
  });
});
