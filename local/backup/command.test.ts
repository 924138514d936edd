import { writeFile } from "node:fs/promises";
import { afterEach, expect, it, vi } from "vitest";
import { readTarget, runCommand } from "./command";

afterEach(() => vi.restoreAllMocks());

async function readRefusal(work: () => Promise<void>): Promise<{ code: number; said: string }> {
  let said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  return { code: await runCommand(work), said };
}

it("tells of a full disk in a sentence with the cure, and exits with 1", async () => {
  const { code, said } = await readRefusal(() => writeFile("/dev/full", "bytes"));
  expect(code).toBe(1);
  expect(said).toMatch(/^ENOSPC: no space left on device.*\. The disk is full\. Free some space.*\n$/);
});

it("hides no fault that nobody foresaw", async () => {
  await expect(readRefusal(() => Promise.reject(new RangeError("odd")))).rejects.toThrow("odd");
});

it("says how it is called when it is called in another way", async () => {
  for (const args of [[], ["a", "b"], ["a", "--force"]]) {
    const work = async () => void readTarget("restore", args, ["--replace"]);
    expect(await readRefusal(work)).toEqual({
      code: 1,
      said: "It is called as: npm run restore -- DIR [--replace]\n",
    });
  }
  expect(readTarget("restore", ["a", "--replace"], ["--replace"])).toEqual({
    target: "a",
    given: new Set(["--replace"]),
  });
});
