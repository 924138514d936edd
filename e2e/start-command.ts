import { spawn } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { ROOT, withoutOwn } from "./stack";

export interface Ended {
  code: number | null;
  /** Standard output and errors, as a person sees them. */
  printed: string;
}

/** Runs a command of ours to its end, with these variables and none of the tests' own. */
export async function runToEnd(args: string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...withoutOwn(process.env), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, printed };
}

/** A start that is expected to be refused. */
export function runStart(env: Record<string, string>): Promise<Ended> {
  return runToEnd(["local/start.mjs"], env);
}

export interface FoundProcess {
  pid: number;
  /** Its whole command line. */
  command: string;
  /** When it was born: an id alone may be given to another process later. */
  born: string;
}

/** Every process that descends from one, by /proc (proc(5)). */
export async function listDescendants(root: number): Promise<FoundProcess[]> {
  const parents = new Map<number, number>();
  const found = new Map<number, FoundProcess>();
  for (const name of await readdir("/proc")) {
    const read = /^\d+$/.test(name) ? await readProcess(Number(name)) : null;
    if (read === null) continue;
    parents.set(read.pid, read.parent);
    found.set(read.pid, read);
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...found.values()].filter(({ pid }) => isBelow(pid));
}

/** Those of them that still live. */
export async function filterAlive(processes: FoundProcess[]): Promise<FoundProcess[]> {
  const now = await Promise.all(processes.map(({ pid }) => readProcess(pid)));
  return processes.filter(({ born }, index) => now[index]?.born === born);
}

/** Null for one that is gone or only waits to be collected. */
function readProcess(pid: number): Promise<(FoundProcess & { parent: number }) | null> {
  return readIfAlive(async () => {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // Behind the name, which may hold spaces and brackets: state, parent, and 18 fields on the start time.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const command = (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ").trim();
    return { pid, parent: Number(fields[1]), born: fields[19] ?? "", command };
  });
}

/** Whoever of them listens on a port of 127.0.0.1. */
export async function findListener(port: number, processes: FoundProcess[]): Promise<FoundProcess | undefined> {
  const table = await readFile("/proc/net/tcp", "utf8");
  const address = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = table.split("\n").map((row) => row.trim().split(/\s+/));
  // State 0A is LISTEN; the tenth field is the socket's inode.
  const inode = rows.find(([, local, , state]) => local === address && state === "0A")?.[9];
  if (inode === undefined) return undefined;
  for (const one of processes) if ((await listOpenFiles(one.pid)).includes(`socket:[${inode}]`)) return one;
  return undefined;
}

async function listOpenFiles(pid: number): Promise<string[]> {
  const found = await readIfAlive(async () => {
    const names = await readdir(`/proc/${pid}/fd`);
    return Promise.all(names.map((name) => readIfAlive(() => readlink(`/proc/${pid}/fd/${name}`))));
  });
  return (found ?? []).filter((target) => target !== null);
}

/** Null when the process, or what it had open, went away while it was looked at. */
async function readIfAlive<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")) return null;
    throw error;
  }
}
