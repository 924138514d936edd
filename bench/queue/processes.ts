import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { InngestStats } from "@/local/inngest/server";
import { findFreePort } from "@/local/inngest/test-app";
import { stopGroup } from "@/local/supervisor/process-group";
import { launchStandIn } from "@/local/supervisor/stand-in-process";
import { type AppOrder, keys } from "./orders";

export interface QueueProcesses {
  apps: ChildProcess[];
  serveUrls: string[];
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

/** The same app in so many processes. */
async function startApps(serverUrl: string, count: number): Promise<{ children: ChildProcess[]; serveUrls: string[] }> {
  const apps: AppProcess[] = [];
  while (apps.length < count) apps.push(await startApp(serverUrl));
  return { children: apps.map(({ child }) => child), serveUrls: apps.map(({ serveUrl }) => serveUrl) };
}

/** The queue, launched as `npm start` launches it, and an app of the real SDK in so many processes. */
export async function startQueue(folder: string, appCount: number): Promise<QueueProcesses> {
  const host = "127.0.0.1";
  const port = await findFreePort();
  const url = `http://${host}:${port}`;
  const { children: apps, serveUrls } = await startApps(url, appCount);
  const options = { folder, host, port, ...keys, serveUrls };
  const server = await launchStandIn({ part: "inngest", options }, (line) => console.error(line));
  const readStats = async () => (await (await fetch(`${url}/stats`)).json()) as InngestStats;
  while ((await readStats()).apps.some(({ syncedAt }) => syncedAt === null))
    await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    apps,
    serveUrls,
    readStats,
    send: async (events) => {
      const response = await fetch(`${url}/e/${keys.eventKey}`, { method: "POST", body: JSON.stringify(events) });
      if (!response.ok) throw new Error(`Sending was answered ${response.status}.`);
      await response.arrayBuffer();
    },
    stop: async () => {
      await stopGroup(server, 10_000);
      await Promise.all(apps.map(end));
    },
  };
}

export interface LogProcesses {
  url: string;
  /** Where the processes of an app of the SDK are called, whose steps go to that server. */
  serveUrls: string[];
  stop(): Promise<void>;
}

/** The reference: a server that only appends, and an app of the same kind. */
export async function startLogServer(folder: string, appCount: number): Promise<LogProcesses> {
  const child = forkScript("serve-log.ts", folder);
  const [message]: { url: string }[] = await once(child, "message");
  if (!message) throw new Error("The server gave no address.");
  const { children, serveUrls } = await startApps(message.url, appCount);
  return {
    url: message.url,
    serveUrls,
    stop: async () => void (await Promise.all([child, ...children].map(end))),
  };
}
