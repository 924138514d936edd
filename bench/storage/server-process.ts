import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";

export interface ServerProcess {
  url: string;
  /** The most memory it ever had, in MB (10^6 bytes). */
  readPeakMb(): Promise<number>;
  stop(): Promise<void>;
}

export async function startServer(kind: "s3" | "plain", folder: string): Promise<ServerProcess> {
  const child = fork(path.join(import.meta.dirname, "serve.ts"), [kind, folder], { execArgv: ["--import", "tsx"] });
  const [message]: { url: string }[] = await once(child, "message");
  if (!message) throw new Error("The server gave no address.");
  return {
    url: message.url,
    readPeakMb: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / 1e6;
    },
    stop: async () => {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
