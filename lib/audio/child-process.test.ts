import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { readTool, startTool } from "./child-process";

/** A shell that starts a child of its own, tells its number and waits. */
const FAMILY = ["-c", "sleep 60 & echo $!; wait"];

async function firstNumber(stdout: NodeJS.ReadableStream): Promise<number> {
  for await (const text of stdout) return Number(String(text).trim());
  throw new Error("the tool said nothing");
}

/** A process that ended but was not waited for yet counts as gone. */
async function isAlive(pid: number): Promise<boolean> {
  const { text } = await readTool("ps", ["-o", "stat=", "-p", String(pid)], { timeoutMs: 5000 });
  return text.trim() !== "" && !text.startsWith("Z");
}

async function waitUntilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 50 && (await isAlive(pid)); tries++) await setTimeout(10);
  expect(await isAlive(pid)).toBe(false);
}

describe("startTool", () => {
  it("kills the whole family on abort and tells the reason", async () => {
    const abort = new AbortController();
    const tool = startTool("sh", FAMILY, { timeoutMs: 30_000, signal: abort.signal });
    const grandchild = await firstNumber(tool.stdout);
    expect(await isAlive(grandchild)).toBe(true);
    abort.abort("enough");
    expect(await tool.exit).toEqual({ kind: "aborted", reason: "enough" });
    await waitUntilGone(grandchild);
  });

  it("kills the whole family when time is up", async () => {
    const tool = startTool("sh", FAMILY, { timeoutMs: 200 });
    const grandchild = await firstNumber(tool.stdout);
    expect(await tool.exit).toEqual({ kind: "timed_out" });
    await waitUntilGone(grandchild);
  });

  it("does not let a tool that was aborted before do anything", async () => {
    const { exit, text } = await readTool("sh", ["-c", "sleep 1; echo late"], {
      timeoutMs: 5000,
      signal: AbortSignal.abort("early"),
    });
    expect(exit).toEqual({ kind: "aborted", reason: "early" });
    expect(text).toBe("");
  });

  it("tells exit code and complaint of a tool that failed, and a tool that is not there", async () => {
    const failed = await readTool("sh", ["-c", "echo no >&2; exit 3"], { timeoutMs: 5000 });
    expect(failed.exit).toEqual({ kind: "failed", exitCode: 3, stderr: "no\n" });
    expect((await readTool("/nowhere/tool", [], { timeoutMs: 5000 })).exit.kind).toBe("not_started");
  });
});
