import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildChildEnvironment } from "@/lib/config/start-config";
import { AppError } from "@/lib/core/errors";
import { queueProcess } from "@/local/inngest/process-settings";
import type { TakeLine } from "@/local/logging/log";
import { takeLines } from "@/local/logging/take-lines";
import { storageProcess } from "@/local/s3/process-settings";
import { childMessage } from "./messages";
import type { StandInOrder } from "./plan";
import { stopGroup } from "./process-group";

const CHILD_ENTRY = fileURLToPath(new URL("../child.ts", import.meta.url));
const START_LIMIT_MS = 60_000;

const processSettings: { [Part in StandInOrder["part"]]?: typeof storageProcess | typeof queueProcess } = {
  s3: storageProcess,
  inngest: queueProcess,
};

/**
 * Starts one stand-in in a process of its own and resolves when it answers. The process is detached, so that Ctrl-C in a
 * terminal reaches the supervisor alone, and ends itself when the supervisor is gone.
 * @throws AppError unavailable with the stand-in's own sentence.
 */
export function launchStandIn(order: StandInOrder, take: TakeLine): Promise<ChildProcess> {
  const settings = processSettings[order.part] ?? { nodeArguments: [], environment: {} };
  const child = spawn(process.execPath, [...settings.nodeArguments, "--import", "tsx", CHILD_ENTRY], {
    detached: true,
    env: buildChildEnvironment(settings.environment),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  takeLines(order.part, child, take);
  return new Promise((resolve, reject) => {
    let hasFailed = false;
    const fail = (message: string): void => {
      if (hasFailed) return;
      hasFailed = true;
      clearTimeout(timer);
      void stopGroup(child, 2_000).then(() =>
        reject(new AppError("unavailable", "stand_in_did_not_start", `${order.part}: ${message}`)),
      );
    };
    const timer = setTimeout(() => fail("it did not become ready within a minute."), START_LIMIT_MS);
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code, signal) => fail(`it ended while starting (${signal ?? `exit code ${code}`}).`));
    child.on("message", (raw) => {
      const message = childMessage.parse(raw);
      if (message.type === "listening") child.send({ type: "start", ...order });
      if (message.type === "report") take(order.part, message.level, message.message);
      if (message.type === "failed") fail(message.message);
      if (message.type === "ready") {
        clearTimeout(timer);
        child.removeAllListeners("exit");
        resolve(child);
      }
    });
  });
}
