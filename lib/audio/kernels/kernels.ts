import type { KernelExports } from "./kernel-exports";
import { KERNELS_BASE64 } from "./kernels-wasm";

/** Pages of 64 KiB: enough for 32 channels. More would have the garbage collector run more often. */
const MEMORY_PAGES = 36;
/** What the compiler lays out for itself lies below. */
const FIRST_ADDRESS = 1024;
/** Fits the widest load, and keeps what is written by the block of 16 bytes from its neighbour. */
const ALIGNMENT_BYTES = 16;

const compiled = new WebAssembly.Module(Buffer.from(KERNELS_BASE64, "base64"));

/**
 * Inner loops in WebAssembly and the memory that they work in. Its size is fixed, so views of it stay valid; what is
 * allocated lives as long as the kernels do. A view's `byteOffset` is its address.
 */
export class Kernels {
  readonly run: KernelExports;
  private readonly memory: WebAssembly.Memory;
  private used = FIRST_ADDRESS;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: this.memory } });
    this.run = exports as unknown as KernelExports;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.memory.buffer, this.allocate(length), length);
  }

  integers(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer, this.allocate(4 * length), length);
  }

  floats(length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.memory.buffer, this.allocate(4 * length), length);
  }

  doubles(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.memory.buffer, this.allocate(8 * length), length);
  }

  /** Planes of one length, one beside the other. */
  planes(channels: number, frames: number): Float32Array<ArrayBuffer>[] {
    return Array.from({ length: channels }, () => this.floats(frames));
  }

  /** Throws RangeError for samples that lie elsewhere. */
  addressOf(samples: Float32Array): number {
    if (samples.buffer !== this.memory.buffer) throw new RangeError("The samples lie outside of the kernels' memory.");
    return samples.byteOffset;
  }

  private allocate(bytes: number): number {
    const at = this.used;
    this.used += Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    if (this.used > this.memory.buffer.byteLength) throw new RangeError("The kernels' memory is used up.");
    return at;
  }
}
