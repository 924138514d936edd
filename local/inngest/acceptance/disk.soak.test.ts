import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../test-app";
import { World } from "./world";

/** A disk of 6 MB of its own. Mounting takes root. */
const disk = mkdtempSync(path.join(tmpdir(), "inngest-disk-"));
let world: World;
beforeAll(async () => {
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", disk]);
  world = await World.start({}, disk);
});
afterAll(async () => {
  await world.close();
  execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});

describe("a full disk", () => {
  it("group 23: refuses new events, loses no step that is running, and goes on by itself when there is room", async () => {
    const running = await world.inBoth((mode) =>
      world.run(`${mode}/script`, [{ run: "a" }, { run: `hold-${mode}`, gate: "g" }, { run: "b" }]),
    );
    for (const mode of ["on", "off"]) await world.waitForStep(`hold-${mode}`);
    world.openGate("g-later");
    const ballast = path.join(disk, "ballast");
    // The effects' file needs a little room; the log's next record needs more than is left.
    const waiting = await world.run("on/script", [{ sleep: "1h", id: "z" }, { run: "later" }]);
    let filledMib = 0;
    for (const size of [1024 ** 2, 64 * 1024, 4096]) {
      for (;;) {
        try {
          writeFileSync(`${ballast}-${size}-${filledMib}`, Buffer.alloc(size));
          filledMib += 1;
        } catch (error) {
          rmSync(`${ballast}-${size}-${filledMib}`, { force: true });
          if ((error as NodeJS.ErrnoException).code === "ENOSPC") break;
          throw error;
        }
      }
    }
    const big = { name: "on/script", data: { text: "x".repeat(200_000), script: [{ run: "big" }] } };
    const refused = world.sendAll([big]).then(
      (ids) => ids,
      () => "refused" as const,
    );
    await waitUntil(async () => (await fetch(`${world.url}/health`)).status === 503);
    expect(await world.readStats()).toMatchObject({ isDiskFull: true, isHalted: false });
    await expect(world.send("on/script", {})).rejects.toThrow("503");
    execFileSync("find", [disk, "-name", "ballast*", "-delete"]);
    await waitUntil(async () => (await fetch(`${world.url}/health`)).status === 200);
    world.openGate("g");
    for (const eventId of running) {
      const run = await world.finish(eventId);
      expect(run.status).toBe("Completed");
      expect(world.listBegun(run.run_id).filter((step) => step === "a")).toHaveLength(1);
    }
    // What was asked before the disk was full is answered once it is kept.
    const ids = await refused;
    if (ids !== "refused") expect((await world.finish(ids[0] ?? "")).status).toBe("Completed");
    await world.killServer();
    await world.startServer();
    expect((await world.readRuns(waiting))[0]?.status).toBe("Running");
    expect((await world.finish(await world.run("on/script", [{ run: "after" }]))).status).toBe("Completed");
  });
});
