import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { stopGroup } from "./process-group";

/** A process that is started again when it ends by itself. */
export interface KeptProcess {
  stop(limitMs: number): Promise<void>;
  /** The one that runs, or ran last. */
  readChild(): ChildProcess;
  readFalls(): Falls;
}

/** How often a process was started again since the first start, and why it ended last. */
export interface Falls {
  restarts: number;
  lastReason: string | null;
  /** When it ended last, ISO. */
  lastAt: string | null;
}

interface KeepOptions {
  name: string;
  /** Starts the process and resolves when it does its work; rejects when it did not come up. */
  launch: () => Promise<ChildProcess>;
  onReport: (message: string) => void;
  /** Called when it fell over too often to be worth another try. */
  onGiveUp: (message: string) => void;
  /** The pause after the first fall; each next one is twice as long. */
  firstPauseMs?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const MOST_FALLS = 6;
/** A process that lived this long is healthy again, and its falls are forgotten. */
const HEALTHY_MS = 60_000;

/** Starts a process and keeps it running, with growing pauses between falls. Rejects when the first start fails. */
export async function keepRunning(options: KeepOptions): Promise<KeptProcess> {
  let isStopping = false;
  let child = await options.launch();
  let falls = 0;
  const told: Falls = { restarts: 0, lastReason: null, lastAt: null };
  let startedMs = performance.now();

  const restart = async (reason: string): Promise<void> => {
    if (performance.now() - startedMs > HEALTHY_MS) falls = 0;
    for (let cause = reason; !isStopping; ) {
      falls += 1;
      told.lastReason = cause;
      told.lastAt = new Date().toISOString();
      if (falls > MOST_FALLS)
        return options.onGiveUp(`${options.name} ended ${MOST_FALLS} times in a short while (${cause}).`);
      const pauseMs = Math.min((options.firstPauseMs ?? FIRST_PAUSE_MS) * 2 ** (falls - 1), LONGEST_PAUSE_MS);
      options.onReport(`${options.name} ended by itself (${cause}). It is started again in ${pauseMs / 1_000} s.`);
      await sleep(pauseMs);
      if (isStopping) return;
      try {
        const launched = await options.launch();
        if (isStopping) return await stopGroup(launched, 1_000);
        child = launched;
        startedMs = performance.now();
        watch();
        told.restarts += 1;
        options.onReport(`${options.name} runs again (restart ${told.restarts} since the start).`);
        return;
      } catch (error) {
        cause = error instanceof Error ? error.message : String(error);
      }
    }
  };
  const watch = (): void => {
    child.once("exit", (code, signal) => {
      if (!isStopping) void restart(signal ?? `exit code ${code}`);
    });
  };
  watch();
  const stop = async (limitMs: number): Promise<void> => {
    isStopping = true;
    await stopGroup(child, limitMs);
  };
  return { stop, readChild: () => child, readFalls: () => ({ ...told }) };
}
