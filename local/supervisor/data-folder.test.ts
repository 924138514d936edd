import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDataFolder } from "./data-folder";
import { lockDataFolder } from "./data-lock";
import { checkPorts } from "./ports";
import { ensureSecrets, readSecrets } from "./secrets";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-data-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("opens a new folder and the same one again", async () => {
  await openDataFolder(path.join(folder, "new"));
  await openDataFolder(path.join(folder, "new"));
});

it("refuses a folder of a newer Segno in one sentence", async () => {
  await writeFile(path.join(folder, "version.json"), '{"format":99}');
  await expect(openDataFolder(folder)).rejects.toThrow(/written by a newer Segno \(format 99/);
});

it("names a damaged file", async () => {
  await writeFile(path.join(folder, "version.json"), '{"for');
  await expect(openDataFolder(folder)).rejects.toThrow(/version\.json is damaged/);
});

it("refuses a folder that cannot be one", async () => {
  await writeFile(path.join(folder, "file"), "");
  await expect(openDataFolder(path.join(folder, "file"))).rejects.toThrow(/cannot be written.*SEGNO_DATA_DIR/);
});

it("gives the folder to one of many that start at once, and again when it is given back", async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataFolder(folder)));
  const winners = attempts.filter((attempt) => attempt.status === "fulfilled");
  expect(winners).toHaveLength(1);
  await expect(lockDataFolder(folder)).rejects.toThrow(`process ${process.pid}`);
  await winners[0]?.value();
  await (await lockDataFolder(folder))();
});

it("takes over the lock of a process that is gone, even when its id lives on in another", async () => {
  const other = spawn("sleep", ["60"]);
  await writeFile(path.join(folder, "lock.json"), JSON.stringify({ pid: other.pid, born: "another boot/1" }));
  await (await lockDataFolder(folder))();
  other.kill();
  await once(other, "exit");
  await writeFile(path.join(folder, "lock.json"), "torn{");
  await (await lockDataFolder(folder))();
});

it("makes secrets once, also when asked twice at once, for the owner's eyes only", async () => {
  expect(await readSecrets(folder)).toBeNull();
  const [first, second] = await Promise.all([ensureSecrets(folder), ensureSecrets(folder)]);
  expect(second).toEqual(first);
  expect(await ensureSecrets(folder)).toEqual(first);
  expect((await stat(path.join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
  expect(await readFile(path.join(folder, "secrets.json"), "utf8")).toContain(first.authSecret);
});

it("names port, part and variable of every port that is taken", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const needed = { part: "e-mail", host: "127.0.0.1", port, variable: "SEGNO_MAIL_PORT" };
  await expect(checkPorts([needed])).rejects.toThrow(
    `Port ${port}, which e-mail needs, is taken by another program. Stop that program, or set SEGNO_MAIL_PORT`,
  );
  await new Promise((resolve) => holder.close(resolve));
  await checkPorts([needed]);
});
