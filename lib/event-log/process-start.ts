import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { readSystemCode } from "./failures";

/** Tells one life of a process id from the next: what is undefined when no such process is alive. */
export async function readProcessStart(pid: number): Promise<string | undefined> {
  return process.platform === "linux" ? readLinuxStart(pid) : readPosixStart(pid);
}

async function readLinuxStart(pid: number): Promise<string | undefined> {
  try {
    const bootId = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name in field 2 may hold spaces and brackets; what follows the last bracket begins with field 3, the state.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const hasEnded = fields[0] === "Z" || fields[0] === "X";
    return hasEnded ? undefined : `${bootId}:${fields[19]}`;
  } catch (error) {
    const code = readSystemCode(error);
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
}

async function readPosixStart(pid: number): Promise<string | undefined> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (readSystemCode(error) === "ESRCH") return undefined;
  }
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return stdout.trim();
  } catch (error) {
    // Without `ps` a living process counts as the same one: refusing is the safe side.
    return readSystemCode(error) === undefined ? undefined : "alive";
  }
}
