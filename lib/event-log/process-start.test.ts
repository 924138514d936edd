import { spawn } from "node:child_process";
import { once } from "node:events";
import fs, { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readProcessStart } from "./process-start";

const DEAD = 999_999_999;

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  vi.unstubAllEnvs();
});

/** A process that lives until its input ends. */
async function keepAlive(program: string, use: (pid: number) => Promise<void>): Promise<void> {
  const child = spawn(program, ["-c", "echo up; read line"], { stdio: ["pipe", "pipe", "ignore"] });
  try {
    await once(child.stdout, "data");
    await use(child.pid ?? DEAD);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

function failRead(code: string): void {
  vi.spyOn(fs, "readFile").mockRejectedValue(Object.assign(new Error(code), { code }));
  syncBuiltinESMExports();
}

describe.runIf(process.platform === "linux")("on Linux", () => {
  it("a process is known by the boot and the moment it began", async () => {
    const bootId = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    const own = (await readProcessStart(process.pid)) ?? "";
    expect(own).toMatch(new RegExp(`^${bootId}:\\d+$`));
    const upSec = Number((await readFile("/proc/uptime", "utf8")).split(" ")[0]);
    // A hundred ticks a second, on every machine that runs this.
    const ageSec = upSec - Number(own.split(":")[1]) / 100;
    expect(Math.abs(ageSec - process.uptime())).toBeLessThan(5);
    expect(await readProcessStart(process.pid)).toBe(own);
    expect(await readProcessStart(DEAD)).toBeUndefined();
    await keepAlive("sh", async (pid) => expect(await readProcessStart(pid)).not.toBe(own));
  });

  it("one that has ended lives no more, even while its parent has not asked how", async () => {
    // The parent is a `sleep` by now, which never asks.
    const shell = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "ignore"] });
    const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
    const pid = Number((await lines.next()).value);
    try {
      await vi.waitFor(async () => expect(await readFile(`/proc/${pid}/stat`, "utf8")).toContain(") Z "), 5000);
      expect(await readProcessStart(pid)).toBeUndefined();
    } finally {
      shell.kill("SIGKILL");
      await once(shell, "exit");
    }
  });

  it("a name with brackets and spaces confuses nothing", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "process-start-"));
    const program = path.join(folder, "a) Z (b");
    await symlink("/bin/sh", program);
    await keepAlive(program, async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8");
      const ticks = stat.slice(stat.indexOf("(a) Z (b)") + 9).split(" ")[20];
      expect(await readProcessStart(pid)).toMatch(new RegExp(`:${ticks}$`));
    });
    await rm(folder, { recursive: true });
  });

  it.each(["ENOENT", "ESRCH"])("one that ends while it is looked at (%s) lives no more", async (code) => {
    failRead(code);
    expect(await readProcessStart(process.pid)).toBeUndefined();
  });

  it("one that may not be looked at is not judged", async () => {
    failRead("EACCES");
    await expect(readProcessStart(process.pid)).rejects.toMatchObject({ code: "EACCES" });
  });
});

describe("on other systems", () => {
  const platform = Object.getOwnPropertyDescriptor(process, "platform");
  beforeEach(() => {
    Object.defineProperty(process, "platform", { ...platform, value: "darwin" });
  });
  afterEach(() => {
    if (platform) Object.defineProperty(process, "platform", platform);
  });

  it("a process is known by when `ps` says that it began", async () => {
    const own = (await readProcessStart(process.pid)) ?? "";
    expect(Math.abs(Date.parse(own) - (Date.now() - process.uptime() * 1000))).toBeLessThan(5000);
    expect(await readProcessStart(process.pid)).toBe(own.trim());
    expect(await readProcessStart(DEAD)).toBeUndefined();
  });

  it("one that ends before `ps` is asked lives no more; one that may not be asked does", async () => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    expect(await readProcessStart(DEAD)).toBeUndefined();
    kill.mockImplementation(() => {
      throw Object.assign(new Error("EPERM"), { code: "EPERM" });
    });
    expect(await readProcessStart(process.pid)).toMatch(/\d\d:\d\d:\d\d/);
  });

  it("without `ps` a process that lives counts as the same one: refusing is the safe side", async () => {
    vi.stubEnv("PATH", "/nowhere");
    expect(await readProcessStart(process.pid)).toBe("alive");
    expect(await readProcessStart(DEAD)).toBeUndefined();
  });
});
