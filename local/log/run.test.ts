import { execFile } from "node:child_process";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEventLog, type StoredEvent } from "@/lib/event-log/log";
import { runLogCommand } from "./run";

let folder: string;
const SEGMENT = "segment-000001-000001.ndjson";

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "log-command-"));
  const log = await openEventLog(folder);
  for (let n = 1; n <= 5; n += 1) {
    await log.append([{ id: `e${n}`, type: n % 2 ? "odd" : "even", data: `é${n}` }]);
  }
  await log.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function collect(): { stream: Writable; read: () => string } {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece);
      done();
    },
  });
  return { stream, read: () => Buffer.concat(pieces).toString("utf8") };
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out = collect();
  const err = collect();
  const code = await runLogCommand(args, { out: out.stream, err: err.stream, isTerminal: false });
  return { code, out: out.read(), err: err.read() };
}

const parseLines = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as StoredEvent);

describe("npm run log", () => {
  it("B160: verify says what it found, a torn end included, and leaves everything as it is", async () => {
    const files = await readdir(folder);
    expect(await run("verify", folder)).toMatchObject({ code: 0, err: "" });
    await appendFile(path.join(folder, SEGMENT), "{");
    const bytes = await readFile(path.join(folder, SEGMENT));
    const { code, out } = await run("verify", folder);
    expect([code, out]).toEqual([
      0,
      `✓ 5 events in 1 segments, ${bytes.length - 1} bytes, up to number 5; behind them 1 bytes of an append that did not end\n`,
    ]);
    expect(await readdir(folder)).toEqual(files);
    expect(await readFile(path.join(folder, SEGMENT))).toEqual(bytes);
  });

  it("B160: stats, read, tail and export answer JSON", async () => {
    const stats: unknown = JSON.parse((await run("stats", folder)).out);
    expect(stats).toMatchObject({ events: 5, lastSeq: 5, segments: 1, types: { even: 2, odd: 3 } });
    expect(stats).toMatchObject({ firstTime: expect.stringMatching(/Z$/), lastTime: expect.stringMatching(/Z$/) });
    expect(parseLines((await run("read", folder, "e2")).out)).toMatchObject([{ seq: 2, data: "é2" }]);
    expect(await run("read", folder, "e9")).toMatchObject({ code: 1, out: "" });
    expect(parseLines((await run("tail", folder, "--count", "2")).out).map(({ seq }) => seq)).toEqual([4, 5]);
    expect(parseLines((await run("tail", folder)).out)).toHaveLength(5);
    expect(parseLines((await run("export", folder)).out)).toHaveLength(5);
    expect(parseLines((await run("export", folder, "--from", "3")).out).map(({ id }) => id)).toEqual([
      "e3",
      "e4",
      "e5",
    ]);
  });

  it("B161: damage is named with the repair that would save the rest, which keeps a copy", async () => {
    const file = path.join(folder, SEGMENT);
    const bytes = await readFile(file);
    const lineStart = bytes.indexOf('{"seq":4');
    await writeFile(file, Buffer.from(bytes).fill("x", lineStart + 40, lineStart + 41));
    const found = await run("verify", folder);
    expect(found.code).toBe(1);
    expect(found.err).toContain(`${SEGMENT}, line 4, byte ${lineStart}`);
    const advice = /npm run log -- (repair .*)\n/.exec(found.err)?.[1] ?? "";
    expect((await run(...advice.split(" "))).code).toBe(0);
    expect(parseLines((await run("export", folder)).out).map(({ id }) => id)).toEqual(["e1", "e2", "e3"]);
    const [copy = ""] = (await readdir(folder)).filter((name) => name.startsWith("before-repair-"));
    expect((await readdir(path.join(folder, copy))).sort()).toEqual(["manifest.json", SEGMENT]);
    expect(await readFile(path.join(folder, copy, SEGMENT))).toEqual(
      Buffer.from(bytes).fill("x", lineStart + 40, lineStart + 41),
    );
  });

  it("B162: a damaged manifest is named with the repair that makes it anew, which keeps a copy", async () => {
    const manifest = path.join(folder, "manifest.json");
    await writeFile(manifest, "zeros");
    const found = await run("verify", folder);
    expect(found.code).toBe(1);
    const advice = /npm run log -- (repair .*)\n/.exec(found.err)?.[1] ?? "";
    const repaired = await run(...advice.split(" "));
    expect(repaired).toMatchObject({ code: 0, err: "" });
    const [copy = ""] = (await readdir(folder)).filter((name) => name.startsWith("before-repair-"));
    expect(repaired.out).toContain(copy);
    expect(await readFile(path.join(folder, copy, "manifest.json"), "utf8")).toBe("zeros");
    expect(parseLines((await run("export", folder)).out)).toHaveLength(5);
    expect(await run("repair", folder, "--manifest")).toMatchObject({ code: 1, out: "" });
  });

  it.each([
    [[]],
    [["verify"]],
    [["read", "folder"]],
    [["dance", "folder"]],
    [["repair", "folder"]],
    [["repair", "folder", "--to-offset", "-1"]],
    [["tail", "folder", "--count", "1.5"]],
    [["verify", "folder", "--unknown"]],
  ])("answers how it is used to %j", async (args) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("npm run log -- verify <folder>");
  });

  it("ends with its exit code as a command, and quietly when a pipe has seen enough", async () => {
    const script = `set -o pipefail; node --import tsx local/log.ts export ${folder} | head -1; node --import tsx local/log.ts verify ${folder}/none`;
    const root = path.resolve(import.meta.dirname, "../..");
    const ended: unknown = await promisify(execFile)("bash", ["-c", script], { cwd: root }).catch(
      (error: unknown) => error,
    );
    expect(ended).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"seq":1'),
      stderr: expect.stringContaining("✗"),
    });
  });
});
