import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";

export interface WriterProcess {
  child: ChildProcess;
  /** The next line that it printed, "" when it has ended. */
  nextLine: () => Promise<string>;
}

export interface WriterOptions {
  /** Where the script may be put. */
  root: string;
  /** The log's folder: `folder` in the script. */
  folder: string;
  /** Statements in TypeScript, after `openEventLog` was imported. */
  body: string;
  /** What comes before the program on bash's command line: limits, or a tracer to run it under. */
  shell?: string;
  env?: Record<string, string>;
}

let count = 0;

/** Another process that opens a log and prints a line for each thing that happened. */
export async function startWriter({
  root,
  folder,
  body,
  shell = "exec",
  env = {},
}: WriterOptions): Promise<WriterProcess> {
  count += 1;
  const script = path.join(root, `writer-${count}.mts`);
  const modulePath = path.join(import.meta.dirname, "../log.ts");
  await writeFile(
    script,
    `import { openEventLog } from ${JSON.stringify(modulePath)};
     const folder = ${JSON.stringify(folder)};
     ${body}`,
  );
  const exports = Object.entries(env)
    .map(([name, value]) => `export ${name}=${value};`)
    .join(" ");
  const child = spawn("bash", ["-c", `${exports} ${shell} "$0" --import tsx "$1"`, process.execPath, script], {
    cwd: path.resolve(import.meta.dirname, "../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const step = await lines.next();
    return step.done === true ? "" : step.value;
  };
  return { child, nextLine };
}

export async function killWriter({ child }: WriterProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
