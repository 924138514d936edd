import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { InngestStats } from "@/local/inngest/server";
import { findFreePort } from "@/local/inngest/test-app";
import { stopGroup } from "@/local/supervisor/process-group";
import { launchStandIn } from "@/local/supervisor/stand-in-process";
import { type AppOrder, keys } from "./orders";

export interface QueueProcesses {
  app: ChildProcess;
  serveUrl: string;
  send(events: { name: string; data: object }[]): Promise<void>;
  readStats(): Promise<InngestStats>;
  stop(): Promise<void>;
}

function forkScript(script: string, argument?: string): ChildProcess {
  const given = argument === undefined ? [] : [argument];
  return fork(path.join(import.meta.dirname, script), given, { execArgv: ["--import", "tsx"] });
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.disconnect();
  await gone;
}

interface AppProcess {
  child: ChildProcess;
  serveUrl: string;
}

/** An app of the real SDK that keeps its steps at a server. */
async function startApp(serverUrl: string): Promise<AppProcess> {
  const port = await findFreePort();
  const child = forkScript("serve-app.ts");
  child.send({ port, serverUrl } satisfies AppOrder);
  await once(child, "message");
  return { child, serveUrl: `http://127.0.0.1:${port}/api/inngest` };
}

/** The queue, launched as `npm start` launches it, and an app of the real SDK: a process each. */
export async function startQueue(folder: string): Promise<QueueProcesses> {
  const host = "127.0.0.1";
  const port = await findFreePort();
  const url = `http://${host}:${port}`;
  const { child: app, serveUrl } = await startApp(url);
  const options = { folder, host, port, ...keys, serveUrls: [serveUrl] };
  const server = await launchStandIn({ part: "inngest", options }, (line) => console.error(line));
  const readStats = async () => (await (await fetch(`${url}/stats`)).json()) as InngestStats;
  while ((await readStats()).functions.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    app,
    serveUrl,
    readStats,
    send: async (events) => {
      const response = await fetch(`${url}/e/${keys.eventKey}`, { method: "POST", body: JSON.stringify(events) });
      if (!response.ok) throw new Error(`Sending was answered ${response.status}.`);
      await response.arrayBuffer();
    },
    stop: async () => {
      await stopGroup(server, 10_000);
      await end(app);
    },
  };
}

export interface LogProcesses {
  url: string;
  /** An app of the SDK whose steps go to that server. */
  serveUrl: string;
  stop(): Promise<void>;
}

/** The reference: a server that only appends, and an app of the same kind. */
export async function startLogServer(folder: string): Promise<LogProcesses> {
  const child = forkScript("serve-log.ts", folder);
  const [message]: { url: string }[] = await once(child, "message");
  if (!message) throw new Error("The server gave no address.");
  const app = await startApp(message.url);
  return {
    url: message.url,
    serveUrl: app.serveUrl,
    stop: async () => void (await Promise.all([child, app.child].map(end))),
  };
}
