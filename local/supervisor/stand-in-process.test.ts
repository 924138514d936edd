import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readPostmaster } from "../postgres/leftover";
import { isErrorCode } from "./data-folder";
import { keepRunning } from "./keep-running";
import type { StandInOrder } from "./plan";
import { stopGroup } from "./process-group";
import { launchStandIn } from "./stand-in-process";

let root: string;
let cluster: string;
let order: StandInOrder;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "segno-supervisor-"));
  cluster = path.join(root, "cluster");
  order = {
    part: "postgres",
    options: {
      folder: root,
      host: "127.0.0.1",
      port: await findFreePort(),
      user: "segno",
      password: "secret",
      database: "segno",
    },
  };
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (isErrorCode(error, "ESRCH")) return false;
    throw error;
  }
}

async function readServerPid(): Promise<number> {
  return (await readPostmaster(cluster))?.pid ?? 0;
}

it("starts a stand-in, starts it again when it dies, and leaves nothing when it is stopped", async () => {
  const reports: string[] = [];
  const children: ChildProcess[] = [];
  const launch = async (): Promise<ChildProcess> => {
    const child = await launchStandIn(order, (_part, _level, line) => reports.push(line));
    children.push(child);
    return child;
  };
  const kept = await keepRunning({
    name: "postgres",
    launch,
    onReport: (line) => reports.push(line),
    onGiveUp: (line) => reports.push(line),
  });
  const first = await readServerPid();
  process.kill(first, "SIGKILL");
  await expect.poll(() => reports.at(-1), { timeout: 15_000 }).toBe("postgres runs again (restart 1 since the start).");
  const second = await readServerPid();
  expect(second).not.toBe(first);
  await kept.stop(4_000);
  expect([isAlive(second), children.some((child) => isAlive(child.pid ?? 0))]).toEqual([false, false]);
  expect(children.at(-1)?.exitCode).toBe(0);
});

it("ends with the supervisor, even when that is killed without a word", async () => {
  const launcher = path.join(import.meta.dirname, "stand-in-process.ts");
  const code = `import { launchStandIn } from ${JSON.stringify(launcher)};
    const child = await launchStandIn(${JSON.stringify(order)}, () => undefined);
    process.stdout.write(String(child.pid));`;
  const supervisor = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const childPid = Number(
    await new Promise<string>((resolve) => supervisor.stdout.setEncoding("utf8").once("data", resolve)),
  );
  const serverPid = await readServerPid();
  expect([isAlive(childPid), isAlive(serverPid)]).toEqual([true, true]);
  supervisor.kill("SIGKILL");
  await expect.poll(() => isAlive(childPid) || isAlive(serverPid), { timeout: 5_000 }).toBe(false);
});

it("tells why a stand-in does not start", async () => {
  const holder = createServer().listen(order.options.port, "127.0.0.1");
  await new Promise((resolve) => holder.once("listening", resolve));
  await expect(launchStandIn(order, () => undefined)).rejects.toThrow(/postgres: PostgreSQL did not start.*in use/);
  await new Promise((resolve) => holder.close(resolve));
});

it("gives up on a process that keeps falling, and ends one that does not listen with all it started", async () => {
  const given = new Promise<string>((resolve) => {
    const launch = async (): Promise<ChildProcess> => spawn("sleep", ["0.05"], { detached: true });
    void keepRunning({ name: "brief", launch, onReport: () => undefined, onGiveUp: resolve, firstPauseMs: 5 });
  });
  const deaf = spawn("sh", ["-c", "trap '' TERM; sleep 61 & echo $!; wait; wait"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const grandchild = Number(
    await new Promise<string>((resolve) => deaf.stdout.setEncoding("utf8").once("data", resolve)),
  );
  await stopGroup(deaf, 200);
  await expect.poll(() => isAlive(grandchild), { timeout: 10_000 }).toBe(false);
  expect(await given).toMatch(/brief ended 6 times/);
});
