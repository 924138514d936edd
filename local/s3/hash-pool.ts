import { Worker } from "node:worker_threads";
import { BlockStore } from "./block-store";
import { HashJob, type HashJobOptions, type WorkerReply } from "./hash-job";

interface Thread {
  worker: Worker;
  jobs: Map<number, HashJob>;
}

/**
 * A few threads that hash and write bodies, so that MD5 (which every ETag needs) does not stand in the way of the network.
 * Threads start at the first body and are replaced when one dies; its jobs then fail.
 */
export class HashPool {
  readonly #size: number;
  readonly #threads = new Set<Thread>();
  readonly #blocks = new BlockStore();
  #nextId = 1;

  constructor(size: number) {
    this.#size = size;
  }

  open(options: HashJobOptions): HashJob {
    const thread = this.#pickThread();
    const id = this.#nextId++;
    const job = new HashJob(thread.worker, id, options, this.#blocks);
    thread.jobs.set(id, job);
    return job;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.worker.terminate()));
  }

  #pickThread(): Thread {
    const idle = [...this.#threads].sort((a, b) => a.jobs.size - b.jobs.size)[0];
    if (idle && (idle.jobs.size === 0 || this.#threads.size >= this.#size)) return idle;
    return this.#startThread();
  }

  #startThread(): Thread {
    const worker = new Worker(new URL("./hash-worker.mjs", import.meta.url), { execArgv: [] });
    const thread: Thread = { worker, jobs: new Map() };
    this.#threads.add(thread);
    worker.on("message", (reply: WorkerReply) => {
      const job = thread.jobs.get(reply.id);
      if (reply.kind !== "block") thread.jobs.delete(reply.id);
      job?.receive(reply);
    });
    worker.on("error", (error) => this.#endThread(thread, error.message));
    worker.on("exit", () => this.#endThread(thread, "The hash thread ended."));
    return thread;
  }

  #endThread(thread: Thread, reason: string): void {
    this.#threads.delete(thread);
    for (const [id, job] of thread.jobs) job.receive({ kind: "failed", id, code: undefined, reason });
    thread.jobs.clear();
  }
}
