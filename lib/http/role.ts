import type { Config } from "@/lib/config/config";
import { AppError } from "@/lib/core/errors";

/** @throws AppError unavailable `worker_process` from a process that does the queue's work alone. */
export function requireWeb({ role, app }: Pick<Config, "role" | "app">): void {
  if (role !== "worker") return;
  throw new AppError(
    "unavailable",
    "worker_process",
    `This process does the queue's work alone. Segno is at ${app.url}.`,
  );
}

/** @throws AppError unavailable `web_process` from a process that leaves the queue's work to others: the queue tries again. */
export function requireWorker({ role, workerUrl }: Pick<Config, "role" | "workerUrl">): void {
  if (role !== "web") return;
  throw new AppError(
    "unavailable",
    "web_process",
    `This process serves pages alone. Let the queue call the worker, at ${workerUrl}/api/inngest (SEGNO_WORKER_URL).`,
  );
}
