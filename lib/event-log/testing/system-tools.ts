import { spawnSync } from "node:child_process";

/**
 * Why a suite can't run on this machine, or undefined when it can. Said aloud: a suite that is left out in silence
 * looks like one that passed.
 */
export function findObstacle(
  suite: string,
  { tools, needsRoot }: { tools: string[]; needsRoot: boolean },
): string | undefined {
  const missing = tools.filter((tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0);
  const obstacle =
    missing.length > 0
      ? `needs ${missing.join(", ")}`
      : needsRoot && process.getuid?.() !== 0
        ? "needs to run as root"
        : undefined;
  if (obstacle) process.stderr.write(`SKIPPED: ${suite} ${obstacle}.\n`);
  return obstacle;
}

/** Mounting may be forbidden to root as well, in a container. */
export function canMount(suite: string, folder: string): boolean {
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
  if (status === 0) return spawnSync("umount", [folder]).status === 0;
  process.stderr.write(`SKIPPED: ${suite} may not mount here.\n`);
  return false;
}

/** @throws Error with what the tool said. */
export function runTool(tool: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${tool} ${args.join(" ")}: ${error?.message ?? stderr}`);
  return stdout;
}
