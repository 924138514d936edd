import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { openSongStream } from "./api-person";
import { choosePorts, type RunningStack, startStack } from "./stack";
import {
  type Ended,
  type FoundProcess,
  filterAlive,
  findListener,
  listDescendants,
  runStart,
  runToEnd,
} from "./start-command";

const WITHIN = { timeout: 20_000, intervals: [200] };
let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-start-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** A start with free ports and a folder of its own, which is expected to be refused. */
async function refuse(name: string, env: Record<string, string>): Promise<Ended & { dataDir: string }> {
  const dataDir = path.join(folder, name);
  return { ...(await runStart({ ...(await choosePorts()), SEGNO_DATA_DIR: dataDir, ...env })), dataDir };
}

function expectOneSentence(ended: Ended, sentence: RegExp): void {
  expect(ended.code, ended.printed).toBe(1);
  const lines = ended.printed.trim().split("\n");
  expect(lines, ended.printed).toHaveLength(1);
  expect(lines[0]).toMatch(sentence);
}

test.describe("what the start command refuses, before anything runs", () => {
  test("B60, B66: a half-set group names all that is missing at once", async () => {
    const ended = await refuse("half-set", { S3_BUCKET: "takes" });
    expect(ended.code).toBe(1);
    for (const name of ["S3_ENDPOINT", "S3_REGION", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"])
      expect(ended.printed).toContain(`${name} is missing, though S3_BUCKET is set.`);
    expect(existsSync(ended.dataDir)).toBe(false);
  });

  test("a development switch that turns signatures off is refused by its name", async () => {
    const ended = await refuse("dev-switch", { INNGEST_DEV: "1" });
    expect(ended.code).toBe(1);
    expect(ended.printed).toContain("INNGEST_DEV must not be set");
    expect(existsSync(ended.dataDir)).toBe(false);
  });

  test("B67: a secret that is wrong is told by its name, never by its value", async () => {
    const ended = await refuse("secret", { AUTH_SECRET: "tooshort!", DATABASE_URL: "mysql://me:hunter2@db/segno" });
    expect(ended.code).toBe(1);
    expect(ended.printed).toContain("AUTH_SECRET");
    expect(ended.printed).toContain("DATABASE_URL");
    expect(ended.printed).not.toMatch(/tooshort!|hunter2/);
  });

  test("a port that is taken is named, with the variable that moves it", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const address = holder.address();
    const port = String(typeof address === "object" ? address?.port : 0);
    const ended = await refuse("taken-port", { SEGNO_MAIL_PORT: port });
    await new Promise((resolve) => holder.close(resolve));
    expectOneSentence(ended, new RegExp(`^Port ${port}, which e-mail needs, is taken.*SEGNO_MAIL_PORT`));
    // Its folder holds secrets and nothing that a part would have made.
    expect((await readdir(ended.dataDir)).sort()).toEqual(["secrets.json", "version.json"]);
  });

  for (const [what, prepare] of [
    ["below what is no folder", async () => "/dev/null/segno"],
    [
      "whose place a file takes",
      async () => {
        const file = path.join(folder, "a-file");
        await writeFile(file, "not a folder");
        return file;
      },
    ],
  ] as const) {
    test(`a data folder ${what} is one sentence`, async () => {
      const dataDir = await prepare();
      const ended = await refuse("unused", { SEGNO_DATA_DIR: dataDir });
      expectOneSentence(ended, /^The data folder .* cannot be written\..*SEGNO_DATA_DIR/);
      expect(ended.printed).toContain(dataDir);
    });
  }

  test("a data folder of a newer Segno is one sentence", async () => {
    const dataDir = await mkdtemp(path.join(folder, "newer-"));
    await writeFile(path.join(dataDir, "version.json"), JSON.stringify({ format: 9_000 }));
    const ended = await refuse("unused", { SEGNO_DATA_DIR: dataDir });
    expectOneSentence(ended, /^The data folder was written by a newer Segno \(format 9000; this one knows \d+\)/);
    expect(await readdir(dataDir)).toEqual(["version.json"]);
  });
});

test.describe("how it ends", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    test(`${signal} ends everything within ten seconds, with somebody listening`, async () => {
      const stack = await startStack();
      const family = await listDescendants(stack.pid);
      const stream = await openSongStream(stack);
      expect(await stream.readFirst()).toContain("event: ready");
      const { code, elapsedMs } = await stack.stop(signal);
      expect(code, stack.output()).toBe(0);
      expect(elapsedMs).toBeLessThan(10_000);
      expect(family.length).toBeGreaterThanOrEqual(5);
      expect(await filterAlive(family)).toEqual([]);
      await stream.waitForEnd();
    });
  }

  test("B177: a supervisor whose log is full, and that is killed, leaves no orphan", async () => {
    const dataDir = path.join(folder, "killed");
    await mkdir(path.join(dataDir, "logs"), { recursive: true });
    // B177: a log that takes nothing holds nothing up.
    await symlink("/dev/full", path.join(dataDir, "logs", "segno.log"));
    const stack = await startStack({ dataDir });
    const family = await listDescendants(stack.pid);
    const stream = await openSongStream(stack);
    await stream.readFirst();
    await stack.stop("SIGKILL");
    await expect(async () => expect(await filterAlive(family)).toEqual([])).toPass({
      timeout: 10_000,
      intervals: [100],
    });
    await stream.waitForEnd();
  });
});

test("incident-001-two-stores, B214: with the storage of another Segno it does not start, and says why", async () => {
  const folders = ["one", "other"].map((name) => path.join(folder, name));
  for (const dataDir of folders) await (await startStack({ dataDir })).stop();
  const [own, foreign] = folders.map((dataDir) => path.join(dataDir, "s3"));
  await rm(own ?? "", { recursive: true });
  await cp(foreign ?? "", own ?? "", { recursive: true });
  const ended = await runStart({ ...(await choosePorts()), SEGNO_DATA_DIR: folders[0] ?? "" });
  expect(ended.code, ended.printed).toBe(1);
  expect(ended.printed).toContain("does not belong to this database");
  expect(ended.printed).toContain("Check S3_ENDPOINT, S3_BUCKET and DATABASE_URL");
});

test.describe("while it runs", () => {
  let stack: RunningStack;
  test.beforeAll(async () => {
    const env = { SEGNO_LOG_FORMAT: "pretty" };
    stack = await startStack({ dataDir: path.join(folder, "running"), env });
  });
  test.afterAll(() => stack.stop());

  const isReady = async () => (await fetch(`${stack.appUrl}/api/health/ready`)).ok;
  const runDoctor = () =>
    runToEnd(["--import", "tsx", "local/doctor.ts"], { ...stack.ports, SEGNO_DATA_DIR: stack.dataDir });

  async function findPart(part: string): Promise<FoundProcess> {
    const port = stack.ports[part === "APP" ? "SEGNO_PORT" : `SEGNO_${part}_PORT`];
    const family = await listDescendants(stack.pid);
    const owner = await findListener(Number(port), family);
    if (!owner) throw new Error(`Nobody of the family listens on ${port}.`);
    return owner;
  }

  test("prints where everything is, and what stands in for what", async () => {
    // The app answers a moment before the supervisor has seen it.
    await expect.poll(() => stack.output(), WITHIN).toContain("Segno is ready.");
    for (const part of ["Segno", "Database", "Storage", "Background work", "E-mail"])
      expect(stack.output()).toMatch(new RegExp(`^ {2}${part} +http|^ {2}${part} +postgres`, "m"));
    expect(stack.output()).toContain(`Mailbox:  ${stack.mailUrl}/`);
    expect(stack.output()).not.toMatch(/:[^:@/\s]+@/);
    // On a machine that is busy, what is asked while all starts at once may answer late, and says so; a migration may be
    // named after what it mends.
    const isExpected = (line: string) => line.includes("a check failed") || line.includes("Applying ");
    const lines = stack.output().split("\n");
    expect(lines.filter((line) => /fail|error/i.test(line) && !isExpected(line))).toEqual([]);
  });

  test("a second start on the same folder says who holds it, and leaves it running", async () => {
    const ended = await refuse("unused", { SEGNO_DATA_DIR: stack.dataDir });
    expectOneSentence(ended, new RegExp(`^Segno already runs on .*\\(process ${stack.pid}\\)`));
    expect(await isReady()).toBe(true);
  });

  test("B175: the log file has a line of JSON for what each part said", async () => {
    const readEntries = async () => {
      const text = await readFile(path.join(stack.dataDir, "logs", "segno.log"), "utf8");
      const lines = text.trimEnd().split("\n");
      return lines.map((line) => JSON.parse(line) as { part: string; msg: string });
    };
    // The queue speaks when it has found the app, which may be after the app is ready.
    const parts = async () => new Set((await readEntries()).map(({ part }) => part));
    await expect.poll(parts, WITHIN).toEqual(new Set(["postgres", "inngest", "app", "segno"]));
    const entries = await readEntries();
    expect(entries).toContainEqual(
      expect.objectContaining({ part: "postgres", msg: "database system is ready to accept connections" }),
    );
    expect(entries.find(({ msg }) => msg === "Segno is ready.")).toMatchObject({ level: "info", part: "segno" });
  });

  test("the doctor finds it well", async () => {
    const { code, printed } = await runDoctor();
    expect(code, printed).toBe(0);
    expect(printed).not.toContain("✗");
  });

  for (const [part, times] of [
    ["S3", 1],
    ["INNGEST", 1],
    ["MAIL", 3],
    ["POSTGRES", 1],
  ] as const) {
    test(`B174: a stand-in that is killed, ${times}×, comes back, is counted, and the app is ready: ${part}`, async () => {
      const name = part.toLowerCase();
      for (let restart = 1; restart <= times; restart++) {
        const killed = await findPart(part);
        process.kill(killed.pid, "SIGKILL");
        await expect(async () => {
          expect((await findPart(part)).pid).not.toBe(killed.pid);
          expect(await isReady()).toBe(true);
          expect(stack.output()).toContain(`${name} runs again (restart ${restart} since the start).`);
        }).toPass(WITHIN);
      }
      // The database is a child of its stand-in, which ends with a code of its own.
      const reason = part === "POSTGRES" ? "exit code 1" : "SIGKILL";
      expect(stack.output()).toContain(`${name} ended by itself (${reason})`);
      const { code, printed } = await runDoctor();
      expect(code, printed).toBe(0);
      const counted = times === 1 ? "once" : `${times} times`;
      expect(printed).toMatch(
        new RegExp(`✓ process: ${name} +runs; started again ${counted}, ended last at .*${reason}`),
      );
      if (part !== "POSTGRES") expect(printed).toMatch(/✓ process: postgres +runs; never started again/);
    });
  }

  test("a killed app is served again", async () => {
    const killed = await findPart("APP");
    process.kill(killed.pid, "SIGKILL");
    await expect(async () => {
      expect((await findPart("APP")).pid).not.toBe(killed.pid);
      expect(await isReady()).toBe(true);
    }).toPass(WITHIN);
  });

  test("B136: the doctor names the storage that does not answer, and the cure", async () => {
    const storage = await findPart("S3");
    process.kill(storage.pid, "SIGSTOP");
    try {
      const { code, printed } = await runDoctor();
      expect(code, printed).toBe(1);
      expect(printed).toMatch(
        /✗ storage +http\S+ does not answer \(no answer in time\)\n +→ Start it \(npm start brings one\)/,
      );
      expect(printed).toMatch(/✓ database +PostgreSQL 18 answers/);
    } finally {
      process.kill(storage.pid, "SIGCONT");
    }
  });
});
