import { stat } from "node:fs/promises";
import { AppError } from "@/lib/core/errors";
import type { AnalyzeInput } from "../analyze";
import type { AudioAnalysis } from "../audio-analysis";
import type { ClipFile, ClipInput } from "../clip";
import type { EmbeddedCover } from "../embedded-cover";
import type { Preview, PreviewInput } from "../preview";
import type { Fetched, JobInputs, JobKind, JobResults } from "./messages";
import { type JobHooks, WorkerProcess } from "./worker-process";

/** So many at once; who comes later waits. A preview is the work of an encoder, for which its worker only waits. */
const MOST_AT_ONCE: Record<JobKind, number> = { analyze: 2, preview: 1, clip: 1, cover: 1 };
/** A worker that nobody needed for so long gives its memory back. */
const IDLE_MS = 60_000;
const LEAST_TIMEOUT_MS = 120_000;
/** A slow machine decodes the densest sound a hundred times as fast as it plays; this is far below. */
const LEAST_BYTES_PER_MS = 50;

/**
 * Measures and encodes sound in processes of their own, of a lower priority than this one: they take the other cores, a
 * decoder that dies takes nothing with it, and pages are answered meanwhile. A process is started when it is first
 * needed. Failures are those of `fetchSource`, `analyzeAudio`, `makePreview` and `makeClip`, and AppError unavailable
 * `audio_worker_ended` or `audio_worker_slow`.
 */
export class AudioWorkers {
  readonly #idle: { worker: WorkerProcess; timer: NodeJS.Timeout }[] = [];
  readonly #busy = new Map<WorkerProcess, JobKind>();
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  constructor(private readonly idleMs = IDLE_MS) {}

  analyze({ signal, onProgress, onVerified, ...input }: AnalyzeInput & Fetched): Promise<AudioAnalysis> {
    return this.#run("analyze", input, { signal, onProgress, onVerified });
  }

  makePreview({ signal, onProgress, ...input }: PreviewInput & Fetched): Promise<Preview> {
    return this.#run("preview", input, { signal, onProgress });
  }

  makeClip({ signal, ...input }: ClipInput & Fetched): Promise<ClipFile> {
    return this.#run("clip", input, { signal });
  }

  /** The picture in the tags of a file that lies there. */
  readCover(input: { path: string; signal?: AbortSignal }): Promise<EmbeddedCover | null> {
    return this.#run("cover", { path: input.path }, { signal: input.signal });
  }

  /** Ends what runs; it fails with `audio_worker_ended`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const idle = this.#idle.splice(0);
    for (const { timer } of idle) clearTimeout(timer);
    await Promise.all([...this.#busy.keys(), ...idle.map(({ worker }) => worker)].map((worker) => worker.stop()));
  }

  async #run<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind], hooks: JobHooks): Promise<JobResults[Kind]> {
    const sizeBytes = input.from?.sizeBytes ?? (await stat(input.path)).size;
    const worker = await this.#take(kind);
    try {
      const timeoutMs = LEAST_TIMEOUT_MS + sizeBytes / LEAST_BYTES_PER_MS;
      return await worker.run(kind, input, { ...hooks, timeoutMs });
    } finally {
      this.#giveBack(worker);
    }
  }

  async #take(kind: JobKind): Promise<WorkerProcess> {
    while (this.#countBusy(kind) >= MOST_AT_ONCE[kind])
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#isClosed)
      throw new AppError("unavailable", "audio_worker_ended", "Segno is stopping. It is tried again.");
    const known = this.#idle.pop();
    if (known) clearTimeout(known.timer);
    const worker = known?.worker.isUsable ? known.worker : new WorkerProcess();
    this.#busy.set(worker, kind);
    return worker;
  }

  #giveBack(worker: WorkerProcess): void {
    this.#busy.delete(worker);
    if (worker.isUsable && !this.#isClosed) this.#rest(worker);
    // Whoever can't go on yet waits again: there are as many in line as a queue works on at once.
    for (const look of this.#waiting.splice(0)) look();
  }

  #countBusy(kind: JobKind): number {
    return [...this.#busy.values()].filter((busy) => busy === kind).length;
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
