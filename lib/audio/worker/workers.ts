import { stat } from "node:fs/promises";
import { AppError } from "@/lib/core/errors";
import type { AnalyzeInput } from "../analyze";
import type { AudioAnalysis } from "../audio-analysis";
import type { Preview, PreviewInput } from "../preview";
import type { VerifiedFile } from "../verify";
import type { JobInputs, JobKind, JobResults } from "./messages";
import { WorkerProcess } from "./worker-process";

/** So many at once; who comes later waits. */
const WORKERS = 2;
/** A worker that nobody needed for so long gives its memory back. */
const IDLE_MS = 60_000;
const LEAST_TIMEOUT_MS = 120_000;
/** A slow machine decodes the densest sound a hundred times as fast as it plays; this is far below. */
const LEAST_BYTES_PER_MS = 50;

interface Hooks {
  signal?: AbortSignal;
  onProgress?: (fraction: number) => void;
}

/**
 * Measures and encodes sound in processes of their own, of a lower priority than this one: they take the other cores, a
 * decoder that dies takes nothing with it, and pages are answered meanwhile. A process is started when it is first
 * needed. Failures are those of `verifyAudio`, `analyzeAudio` and `makePreview`, and AppError unavailable `audio_worker_ended` or
 * `audio_worker_slow`.
 */
export class AudioWorkers {
  readonly #idle: { worker: WorkerProcess; timer: NodeJS.Timeout }[] = [];
  readonly #busy = new Set<WorkerProcess>();
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  constructor(private readonly idleMs = IDLE_MS) {}

  verify({ signal, onProgress, ...input }: AnalyzeInput): Promise<VerifiedFile> {
    return this.#run("verify", input, { signal, onProgress });
  }

  analyze({ signal, onProgress, ...input }: AnalyzeInput): Promise<AudioAnalysis> {
    return this.#run("analyze", input, { signal, onProgress });
  }

  makePreview({ signal, onProgress, ...input }: PreviewInput): Promise<Preview> {
    return this.#run("preview", input, { signal, onProgress });
  }

  /** Ends what runs; it fails with `audio_worker_ended`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const idle = this.#idle.splice(0);
    for (const { timer } of idle) clearTimeout(timer);
    await Promise.all([...this.#busy, ...idle.map(({ worker }) => worker)].map((worker) => worker.stop()));
  }

  async #run<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind], hooks: Hooks): Promise<JobResults[Kind]> {
    const { size } = await stat(input.path);
    const worker = await this.#take();
    try {
      const timeoutMs = LEAST_TIMEOUT_MS + size / LEAST_BYTES_PER_MS;
      return await worker.run(kind, input, { ...hooks, timeoutMs });
    } finally {
      this.#giveBack(worker);
    }
  }

  async #take(): Promise<WorkerProcess> {
    while (this.#busy.size >= WORKERS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#isClosed)
      throw new AppError("unavailable", "audio_worker_ended", "Segno is stopping. It is tried again.");
    const known = this.#idle.pop();
    if (known) clearTimeout(known.timer);
    const worker = known?.worker.isUsable ? known.worker : new WorkerProcess();
    this.#busy.add(worker);
    return worker;
  }

  #giveBack(worker: WorkerProcess): void {
    this.#busy.delete(worker);
    if (worker.isUsable && !this.#isClosed) this.#rest(worker);
    this.#waiting.shift()?.();
  }

  #rest(worker: WorkerProcess): void {
    const timer = setTimeout(() => {
      this.#idle.splice(
        this.#idle.findIndex((entry) => entry.worker === worker),
        1,
      );
      void worker.stop();
    }, this.idleMs);
    timer.unref();
    this.#idle.push({ worker, timer });
  }
}
