import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { stopGroup } from "@/local/supervisor/process-group";
import { launchStandIn } from "@/local/supervisor/stand-in-process";
import { bucket, keys } from "./keys";

export interface ServerProcess {
  url: string;
  /** The most memory it ever had, in MB (10^6 bytes). */
  readPeakMb(): Promise<number>;
  stop(): Promise<void>;
}

/** The storage stand-in, launched as `npm start` launches it. */
export async function startStorage(folder: string): Promise<ServerProcess> {
  const host = "127.0.0.1";
  const port = await findFreePort(host);
  const options = { folder, host, port, ...keys, bucket, allowedOrigins: [] };
  const child = await launchStandIn({ part: "s3", options }, (part, _level, line) =>
    console.error(`${part} | ${line}`),
  );
  return {
    url: `http://${host}:${port}`,
    readPeakMb: () => readPeakMb(child),
    stop: async () => {
      await stopGroup(child, 10_000);
    },
  };
}

/** A plain Node server over files. */
export async function startPlain(folder: string): Promise<ServerProcess> {
  const child = fork(path.join(import.meta.dirname, "serve-plain.ts"), [folder], { execArgv: ["--import", "tsx"] });
  const [message]: { url: string }[] = await once(child, "message");
  if (!message) throw new Error("The server gave no address.");
  return {
    url: message.url,
    readPeakMb: () => readPeakMb(child),
    stop: async () => {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}

async function readPeakMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / 1e6;
}

async function findFreePort(host: string): Promise<number> {
  const server = net.createServer().listen(0, host);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}
