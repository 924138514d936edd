import type { Worker } from "node:worker_threads";
import type { BlockStore } from "./block-store";
import type { ChecksumAlgorithm, Digests } from "./checksums";

export type Algorithm = ChecksumAlgorithm | "md5";

export type WorkerReply =
  | { kind: "block"; id: number; buffer: ArrayBuffer }
  | { kind: "finished"; id: number; digests: Digests }
  | { kind: "cancelled"; id: number }
  | { kind: "failed"; id: number; code: string | undefined; reason: string };

const blocksInFlight = 6;

export interface HashJobOptions {
  /** null: hashed only. */
  fd: number | null;
  algorithms: Algorithm[];
  expectedBytes: number;
}

/**
 * Bytes on their way through a worker thread: gathered into blocks, hashed there and appended to `fd` (null: hashed only).
 * The caller keeps `fd` open until `finish` or `cancel` has settled: a block in flight would be written to whatever reuses it.
 */
export class HashJob {
  readonly #worker: Worker;
  readonly #id: number;
  readonly #free: ArrayBuffer[] = [];
  readonly #blocks: BlockStore;
  readonly #expectedBytes: number;
  #made = 0;
  #block: Uint8Array | null = null;
  #filledBytes = 0;
  #error: Error | null = null;
  #digests: Digests | null = null;
  #isCancelled = false;
  #wake: () => void = () => undefined;

  constructor(worker: Worker, id: number, options: HashJobOptions, blocks: BlockStore) {
    this.#worker = worker;
    this.#id = id;
    this.#blocks = blocks;
    this.#expectedBytes = options.expectedBytes;
    worker.postMessage({ kind: "open", id, fd: options.fd, algorithms: options.algorithms });
  }

  async write(chunk: Uint8Array): Promise<void> {
    let taken = 0;
    while (taken < chunk.length) {
      this.#block ??= await this.#takeBlock();
      const count = Math.min(chunk.length - taken, this.#block.length - this.#filledBytes);
      this.#block.set(chunk.subarray(taken, taken + count), this.#filledBytes);
      this.#filledBytes += count;
      taken += count;
      if (this.#filledBytes === this.#block.length) this.#sendBlock();
    }
  }

  /** @throws the worker's error, with its system `code` (such as ENOSPC). */
  async finish(): Promise<Digests> {
    this.#sendBlock();
    this.#worker.postMessage({ kind: "finish", id: this.#id });
    while (this.#digests === null) await this.#waitForReply();
    return this.#digests;
  }

  /** Resolves when the worker no longer touches the file. */
  async cancel(): Promise<void> {
    if (this.#error || this.#digests) return;
    this.#worker.postMessage({ kind: "cancel", id: this.#id });
    while (!this.#isCancelled && !this.#error) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  receive(reply: WorkerReply): void {
    if (reply.kind === "block") this.#free.push(reply.buffer);
    else if (reply.kind === "finished") this.#digests = reply.digests;
    else if (reply.kind === "cancelled") this.#isCancelled = true;
    else this.#error = Object.assign(new Error(reply.reason), { code: reply.code });
    if (reply.kind !== "block") this.#blocks.giveBack(this.#free.splice(0));
    this.#wake();
  }

  async #takeBlock(): Promise<Uint8Array> {
    if (this.#free.length === 0 && this.#made < blocksInFlight) {
      this.#made += 1;
      return new Uint8Array(this.#blocks.take(this.#expectedBytes));
    }
    let buffer = this.#free.pop();
    while (!buffer) {
      await this.#waitForReply();
      buffer = this.#free.pop();
    }
    return new Uint8Array(buffer);
  }

  #sendBlock(): void {
    if (!this.#block || this.#filledBytes === 0) return;
    const { buffer } = this.#block;
    const message = { kind: "block", id: this.#id, buffer, sizeBytes: this.#filledBytes };
    if (buffer instanceof ArrayBuffer) this.#worker.postMessage(message, [buffer]);
    this.#block = null;
    this.#filledBytes = 0;
  }

  async #waitForReply(): Promise<void> {
    this.#throwFailure();
    await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#error) throw this.#error;
  }
}
