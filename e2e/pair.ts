import { randomInt } from "node:crypto";
import { parseStartConfig } from "@/lib/config/start-config";
import { launchApp } from "@/local/supervisor/app-process";
import { buildPlan } from "@/local/supervisor/plan";
import { stopGroup } from "@/local/supervisor/process-group";
import { readSecrets } from "@/local/supervisor/secrets";
import { type RoundRobin, startRoundRobin } from "./round-robin";
import { choosePorts, type RunningStack, startStack } from "./stack";

const HOST = "127.0.0.1";

/** Two web processes behind a proxy and one worker, on one database, one storage and one queue. */
export interface Pair extends RunningStack {
  /** The web processes themselves, past the proxy. */
  webUrls: readonly [string, string];
  workerUrl: string;
  proxy: RoundRobin;
  /** Ends the second web process without warning. */
  killSecondWeb(): void;
}

/** The first web process and all stand-ins by the start command, the others by its own way to serve the app. */
export async function startPair(): Promise<Pair> {
  const { SEGNO_PORT: workerPort = "", SEGNO_S3_PORT: webPort = "" } = await choosePorts();
  const proxyPort = randomInt(30_000, 32_000);
  const env = { APP_URL: `http://localhost:${proxyPort}`, SEGNO_WORKER_URL: `http://${HOST}:${workerPort}` };
  const stack = await startStack({ env: { ...env, SEGNO_ROLE: "web" } });
  const secrets = await readSecrets(stack.dataDir);
  if (secrets === null) throw new Error("The start command left no secrets.");
  const plan = buildPlan(parseStartConfig({ ...env, ...stack.ports, SEGNO_DATA_DIR: stack.dataDir }), secrets);
  const launch = (role: "web" | "worker", port: string) => {
    const appInternalUrl = `http://${HOST}:${port}`;
    // The tests' own switch is none of the app's, which refuses what it does not know.
    const variables = { SEGNO_PAIR: "", ...plan.variables, ...env, SEGNO_ROLE: role, SEGNO_PORT: port };
    const own = { ...plan, variables, appInternalUrl };
    return launchApp({ mode: "start", host: HOST, port: Number(port), plan: own, take: () => undefined });
  };
  const [second, worker] = await Promise.all([launch("web", webPort), launch("worker", workerPort)]).catch(
    async (error: unknown) => {
      await stack.stop();
      throw error;
    },
  );
  const webUrls = [stack.appUrl.replace("localhost", HOST), `http://${HOST}:${webPort}`] as const;
  const proxy = await startRoundRobin(proxyPort, () => webUrls);
  return {
    ...stack,
    appUrl: proxy.url,
    webUrls,
    workerUrl: env.SEGNO_WORKER_URL,
    proxy,
    killSecondWeb: () => void (second.pid && process.kill(second.pid, "SIGKILL")),
    stop: async (signal) => {
      await proxy.close();
      await Promise.all([stopGroup(second, 5_000), stopGroup(worker, 5_000)]);
      return stack.stop(signal);
    },
  };
}
