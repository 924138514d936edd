import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { buildChildEnvironment } from "@/lib/config/start-config";
import { AppError } from "@/lib/core/errors";
import type { TakeLine } from "@/local/logging/log";
import { takeLines } from "@/local/logging/take-lines";
import type { Plan } from "./plan";
import { hasEnded, stopGroup } from "./process-group";

const PRELOAD = new URL("../exit-with-parent.mjs", import.meta.url);
const READY_LIMIT_MS = { start: 45_000, dev: 120_000 };

const readiness = z.object({
  checks: z.array(z.object({ name: z.string(), isOk: z.boolean(), detail: z.string(), cure: z.string().optional() })),
});

/** How the app is served: the production build, or with hot reload. */
export interface AppOptions {
  mode: "start" | "dev";
  host: string;
  port: number;
  plan: Plan;
  take: TakeLine;
}

/** Starts the app with every variable set and resolves when it says that it is ready. @throws AppError unavailable. */
export async function launchApp(options: AppOptions): Promise<ChildProcess> {
  const { mode, host, port, plan } = options;
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const args = ["--import", pathToFileURL(PRELOAD.pathname).href, next, mode, "-H", host, "-p", String(port)];
  const NODE_ENV = mode === "dev" ? "development" : "production";
  const child = spawn(process.execPath, args, {
    detached: true,
    env: { ...buildChildEnvironment(plan.variables), NODE_ENV, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  takeLines("app", child, options.take);
  try {
    await waitUntilReady(child, `${plan.appInternalUrl}/api/health/ready`, READY_LIMIT_MS[mode]);
    return child;
  } catch (error) {
    await stopGroup(child, 2_000);
    throw error;
  }
}

async function waitUntilReady(child: ChildProcess, url: string, limitMs: number): Promise<void> {
  let lastAnswer = "it does not answer";
  for (const startedMs = performance.now(); performance.now() - startedMs < limitMs; await sleep(100)) {
    if (hasEnded(child))
      throw new AppError(
        "unavailable",
        "app_ended",
        "The app ended while it was starting. Its last lines above say why.",
      );
    const answer = await askReadiness(url, limitMs);
    if (answer === null) return;
    lastAnswer = answer;
  }
  throw new AppError(
    "unavailable",
    "app_not_ready",
    `The app did not become ready within ${limitMs / 1_000} s: ${lastAnswer}.`,
  );
}

/** Null when ready, else what is in the way. */
async function askReadiness(url: string, limitMs: number): Promise<string | null> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(limitMs) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
    return `it does not answer ${cause}`.trim();
  }
  if (response.ok) return null;
  const text = await response.text();
  const parsed = readiness.safeParse(parseJson(text));
  if (!parsed.success) return `it answers ${response.status}`;
  const failing = parsed.data.checks.filter((check) => !check.isOk);
  return failing.map((check) => `${check.name}: ${check.detail}${check.cure ? ` ${check.cure}` : ""}`).join("; ");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // An error page is no JSON, and its status says enough.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
