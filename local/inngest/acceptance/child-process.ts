import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");

export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a script of this folder as a process of its own and waits for its first word. */
export async function forkChild(script: string, first: unknown, nodeArguments: string[] = []): Promise<Child> {
  const execArgv = ["--import", "tsx", ...nodeArguments];
  const child = fork(path.join(import.meta.dirname, script), [], {
    cwd: root,
    execArgv,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-4_000);
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (first !== undefined) child.send(first as object);
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    void exited.then((code) => reject(new Error(`${script} ended with ${code} before it listened: ${said}`)));
  });
  return { pid: child.pid ?? 0, process: child, exited, kill: (signal) => void child.kill(signal) };
}
