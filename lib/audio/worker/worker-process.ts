import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import type { VerifiedFile } from "../analyze";
import { type JobInputs, type JobKind, type JobResults, unpackFailure, type WorkerMessage } from "./messages";

/** Beneath what answers people: pages stay quick while sound is measured on the same cores. */
const NICENESS = 10;
/** Sound lies outside of the heap; a small young heap and little compiled code keep hours of it below 150 MB. */
export const WORKER_NODE_ARGUMENTS = [
  ...["--import", "tsx"],
  ...["--max-old-space-size=512", "--max-semi-space-size=2", "--optimize-for-size"],
];
/** A worker that was told to end kills its tools and goes; one that hangs is killed after so long. */
const END_LIMIT_MS = 2_000;

/** What the caller hears and says while a job runs. */
export interface JobHooks {
  signal?: AbortSignal;
  onProgress?: (fraction: number) => void;
  onVerified?: (file: VerifiedFile) => void;
}

interface JobLimits extends JobHooks {
  timeoutMs: number;
}

/** A process that does one job at a time. What ends it fails the job it has, and nothing else. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #ready: Promise<void>;
  #take: (message: WorkerMessage) => void = () => undefined;

  constructor() {
    // No part of the app's bundle: the file is found from the folder that the app was started in.
    const entry = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "audio", "worker", "main.ts");
    this.#child = fork(entry, [], {
      execArgv: WORKER_NODE_ARGUMENTS,
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#ended = once(this.#child, "exit").catch(() => undefined);
    this.#ready = new Promise((resolve) => {
      this.#take = ({ type }) => type === "ready" && resolve();
    });
    this.#child.on("message", (message) => this.#take(message as WorkerMessage));
    if (this.#child.pid !== undefined) setPriority(this.#child.pid, NICENESS);
  }

  get isUsable(): boolean {
    return this.#child.connected;
  }

  /**
   * @throws what the job threw; the signal's reason; AppError unavailable `audio_worker_ended` or `audio_worker_slow`,
   * which both may work at another time.
   */
  async run<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind], limits: JobLimits): Promise<JobResults[Kind]> {
    limits.signal?.throwIfAborted();
    let reason: unknown = new AppError(
      "unavailable",
      "audio_worker_ended",
      "The process that measures sound ended before it was done. It is tried again.",
    );
    const end = (because: unknown) => {
      reason = because;
      this.stop().catch(() => undefined);
    };
    const onAbort = () => end(limits.signal?.reason);
    const timer = setTimeout(() => end(tooSlow()), limits.timeoutMs);
    limits.signal?.addEventListener("abort", onAbort, { once: true });
    try {
      this.#keepAlive(true);
      const isReady = await Promise.race([this.#ready.then(() => true), this.#ended.then(() => false)]);
      if (!isReady || !this.isUsable) throw reason;
      const answer = this.#ask(kind, input, limits);
      return await Promise.race([
        answer,
        this.#ended.then(() => {
          throw reason;
        }),
      ]);
    } finally {
      clearTimeout(timer);
      limits.signal?.removeEventListener("abort", onAbort);
      this.#keepAlive(false);
    }
  }

  #ask<Kind extends JobKind>(
    kind: Kind,
    input: JobInputs[Kind],
    { onProgress, onVerified }: JobHooks,
  ): Promise<JobResults[Kind]> {
    return new Promise((resolve, reject) => {
      this.#take = (message) => {
        if (message.type === "progress") onProgress?.(message.fraction);
        if (message.type === "verified") onVerified?.(message.file);
        if (message.type === "failed") reject(unpackFailure(message.failure));
        if (message.type === "done") resolve(message.result as JobResults[Kind]);
      };
      this.#child.send({ kind, input }, (error) => error && reject(error));
    });
  }

  /** A process may end although an idle worker is there, but not while one works. */
  #keepAlive(isWorking: boolean): void {
    if (isWorking) {
      this.#child.ref();
      this.#child.channel?.ref();
    } else {
      this.#child.unref();
      this.#child.channel?.unref();
    }
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), END_LIMIT_MS);
    await this.#ended;
    clearTimeout(timer);
  }
}

function tooSlow(): AppError {
  return new AppError(
    "unavailable",
    "audio_worker_slow",
    "Measuring took far longer than it should on this server. It is tried again.",
  );
}
