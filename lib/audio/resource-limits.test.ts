import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTool } from "./child-process";
import type { ResourceLimits } from "./resource-limits";
import { makeTempFolder, type TempFolder } from "./testdata/synthesis";

const MIB = 2 ** 20;
const plenty: ResourceLimits = { addressSpaceBytes: 1024 * MIB, cpuSec: 30, fileBytes: 64 * MIB };
let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

const run = (command: string, args: string[], resources: Partial<ResourceLimits>) =>
  readTool(command, args, { timeoutMs: 20_000, resources: { ...plenty, ...resources } });

describe.skipIf(process.platform === "win32")("B192: the kernel holds a tool to its limits", () => {
  it.skipIf(process.platform !== "linux")("of memory", async () => {
    const ask = ["if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"];
    expect((await run("dd", ask, {})).exit.kind).toBe("ok");
    expect((await run("dd", ask, { addressSpaceBytes: 100 * MIB })).exit.kind).toBe("failed");
  });

  it("of processor time", async () => {
    const { exit } = await run("sh", ["-c", "while :; do :; done"], { cpuSec: 1 });
    expect(exit.kind).toBe("failed");
  });

  it("of what it writes", async () => {
    const write = (name: string) => ["if=/dev/zero", `of=${join(folder.path, name)}`, "bs=1M", "count=3"];
    expect((await run("dd", write("whole"), {})).exit.kind).toBe("ok");
    expect((await run("dd", write("cut"), { fileBytes: MIB })).exit.kind).toBe("failed");
    expect((await stat(join(folder.path, "cut"))).size).toBeLessThanOrEqual(MIB);
    expect((await run("dd", write("none"), { fileBytes: 0 })).exit.kind).toBe("failed");
    expect((await stat(join(folder.path, "none"))).size).toBe(0);
  });

  it("and takes arguments as they are, whatever is in them", async () => {
    const odd = ["$(touch x)", "; echo no", "'\"", "-v", "two words"];
    const { text } = await run("printf", ["%s\n", ...odd], {});
    expect(text).toBe(`${odd.join("\n")}\n`);
  });

  it("tells a program that is not there as not started, not as a bad file", async () => {
    expect((await run("/nowhere/tool", [], {})).exit.kind).toBe("not_started");
    expect((await run("sh", ["-c", "exit 3"], {})).exit).toMatchObject({ kind: "failed", exitCode: 3 });
  });
});
