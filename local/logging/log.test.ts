import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { formatPretty, readEntry } from "./entry";
import { openLog } from "./log";

let folder: string;
let printed: string[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-logging-"));
  printed = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (options?: { maxBytes: number; keep: number }, isPretty = false) =>
  openLog(folder, { isPretty, print: (text) => printed.push(text) }, options);

/** Every file, oldest line first; a line that is no JSON is given as text. */
async function readLog(): Promise<(Record<string, unknown> | string)[]> {
  const names = await readdir(path.join(folder, "logs"));
  const number = (name: string) => Number(/\.(\d+)\./.exec(name)?.[1] ?? 0);
  names.sort((a, b) => number(b) - number(a));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, "logs", name), "utf8")));
  return texts.join("").trimEnd().split("\n").map(parseLine);
}

function parseLine(line: string): Record<string, unknown> | string {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return line;
    throw error;
  }
}

it("B175: keeps what any part says as one line of JSON: pino's with its fields, PostgreSQL's with its level, any other as it is", async () => {
  const log = open();
  log.take("app", "info", '{"level":40,"time":1795614842345,"pid":7,"path":"/api/tokens","msg":"refused"}');
  log.take("postgres", "warn", "ERROR:  duplicate key value violates unique constraint");
  log.take("app", "warn", '{"level":"half a li');
  log.take("app", "info", '{"level":1e99,"time":1e99,"msg":"odd"}');
  log.say("mail runs again.", { fields: { restarts: 2 } });
  log.close();
  const time = expect.stringMatching(/^20\d\d-.*Z$/);
  expect(await readLog()).toEqual([
    { time: "2026-11-25T13:54:02.345Z", level: "warn", part: "app", msg: "refused", pid: 7, path: "/api/tokens" },
    { time, level: "error", part: "postgres", msg: "duplicate key value violates unique constraint" },
    { time, level: "warn", part: "app", msg: '{"level":"half a li' },
    { time, level: "info", part: "app", msg: '{"level":1e99,"time":1e99,"msg":"odd"}' },
    { time, level: "info", part: "segno", msg: "mail runs again.", restarts: 2 },
  ]);
  expect(printed.map(parseLine)).toEqual(await readLog());
  expect((await stat(path.join(folder, "logs", "segno.log"))).mode & 0o77).toBe(0);
});

it("prints for eyes on a terminal: without noise, with what is grave named", () => {
  const at = (part: string, line: string) => formatPretty(readEntry(part, "info", line, new Date()));
  expect(at("app", '{"level":50,"time":1,"pid":7,"path":"/a b","n":1,"msg":"refused"}')).toBe(
    "app      | error: refused path=/a b n=1",
  );
  expect(at("inngest", "app synced")).toBe("inngest  | app synced");
  expect(at("postgres", "LOG:  database system is ready to accept connections")).toBeNull();
  expect(at("postgres", "FATAL:  out of memory")).toBe("postgres | error: out of memory");
});

it("B176: puts a full file aside without losing a line, and keeps as many as it should", async () => {
  const log = open({ maxBytes: 4_000, keep: 1_000 });
  for (let n = 0; n < 2_000; n++) log.take("app", "info", `line ${n} é🎸`);
  log.close();
  const lines = await readLog();
  expect(lines.map((line) => (line as { msg: string }).msg)).toEqual(
    Array.from({ length: 2_000 }, (_, n) => `line ${n} é🎸`),
  );
  const names = await readdir(path.join(folder, "logs"));
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, "logs", name))).size));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4_000);
  expect(names.length).toBeGreaterThan(20);

  const small = open({ maxBytes: 4_000, keep: 2 });
  for (let n = 0; n < 300; n++) small.take("app", "info", `later ${n}`);
  small.close();
  expect((await readLog()).at(-1)).toMatchObject({ msg: "later 299" });
});

it("B177: a disk without room costs lines and nothing else; the first line after it says how many", async () => {
  await mkdir(path.join(folder, "logs"));
  const file = path.join(folder, "logs", "segno.log");
  await symlink("/dev/full", file);
  const log = open(undefined, true);
  log.take("app", "info", "one");
  log.take("app", "info", "two");
  expect(printed).toEqual([
    "app      | one",
    expect.stringContaining(`The log file in ${path.dirname(file)} can't be written.`),
    "app      | two",
  ]);
  await unlink(file);
  log.take("app", "info", "three");
  log.take("app", "info", "four");
  log.close();
  expect((await readLog()).map((line) => (line as { msg: string }).msg)).toEqual([
    "2 lines before this one could not be written.",
    "three",
    "four",
  ]);
});

it("B177: a folder that can't be made, or that is taken away, costs lines and nothing else", async () => {
  const log = openLog("/dev/null/segno", { isPretty: true, print: (text) => printed.push(text) });
  log.take("app", "info", "one");
  log.close();
  expect(printed[0]).toBe("app      | one");
});

it("B177: a line that a kill cut stays alone: what follows is whole", async () => {
  const log = open();
  log.take("app", "info", "before");
  log.close();
  await appendFile(path.join(folder, "logs", "segno.log"), '{"time":"2026-11-25T1');
  const again = open();
  again.take("app", "info", "after");
  again.close();
  expect(await readLog()).toMatchObject([{ msg: "before" }, '{"time":"2026-11-25T1', { msg: "after" }]);
});

it("B177: killed in the midst of writing, again and again, it leaves whole lines in order", async () => {
  const code = `import { openLog } from ${JSON.stringify(path.join(import.meta.dirname, "log.ts"))};
    const log = openLog(${JSON.stringify(folder)}, { isPretty: true, print: () => undefined }, { maxBytes: 20000, keep: 10000 });
    for (let n = 0; ; n++) {
      log.take("app", "info", "run " + process.argv[1] + " line " + n);
      if (n === 50) process.stdout.write("!");
    }`;
  for (let run = 0; run < 4; run++) {
    const args = ["--import", "tsx", "--input-type=module", "-e", code, String(run)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 20 + run * 13));
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  const messages = (await readLog()).filter((line) => typeof line !== "string").map(({ msg }) => String(msg));
  const seen = new Map<string, number>();
  for (const msg of messages) {
    const [, run = "", line = ""] = /^run (\d) line (\d+)$/.exec(msg) ?? [];
    expect(Number(line)).toBe(seen.get(run) ?? 0);
    seen.set(run, Number(line) + 1);
  }
  expect(seen.size).toBe(4);
});
