import { spawn } from "node:child_process";
import { buildChildEnvironment } from "@/lib/config/start-config";
import { AppError } from "@/lib/core/errors";
import type { TakeLine } from "@/local/logging/log";
import { takeLines } from "@/local/logging/take-lines";

/** Adds the demo band to a running Segno. @throws AppError unavailable when it could not. */
export function runSeed(variables: Record<string, string>, take: TakeLine): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "prisma/seed.ts"], {
    env: buildChildEnvironment(variables),
    stdio: ["ignore", "pipe", "pipe"],
  });
  takeLines("demo", child, take);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new AppError(
            "unavailable",
            "demo_failed",
            `The demo band could not be added (${signal ?? `exit code ${code}`}). The lines above say why.`,
          ),
        );
    });
  });
}
