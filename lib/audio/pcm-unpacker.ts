import type { Kernels } from "./kernels/kernels";
import type { PcmBlock } from "./meter";
import type { PcmCoding } from "./pcm-source";

const MOST_FRAMES = 32_768;
/** Of all channels, so that 32 of them fit into the kernels' memory. */
const MOST_SAMPLES = 2 ** 17;
/** What a kernel may read or write behind the samples. */
const MARGIN_BYTES = 16;
const LANE_BYTES = 16;
const INTEGER_BYTES = 4;
/** Tells the kernel to put zero there. */
const NO_BYTE = 0x80;

/** Interleaved samples of any coding to planar floats. Integers scale by a power of two, as FFmpeg and libsndfile do. */
export class PcmUnpacker {
  /** Where the bytes of the next call go, as many as can be unpacked at once: whole frames. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  private readonly order: Uint8Array;
  private readonly floats: Float32Array;
  private readonly planes: Float32Array[];

  constructor(
    private readonly kernels: Kernels,
    private readonly coding: PcmCoding,
    private readonly channels: number,
  ) {
    const { sampleBytes, kind } = coding;
    const mostFrames = Math.min(MOST_FRAMES, Math.floor(MOST_SAMPLES / channels));
    const samples = mostFrames * channels;
    this.bytes = kernels.bytes(samples * sampleBytes + MARGIN_BYTES).subarray(0, samples * sampleBytes);
    this.floats = kernels.floats(samples + MARGIN_BYTES / 4);
    this.planes = kernels.planes(channels, mostFrames);
    this.order = kernels.bytes(LANE_BYTES);
    this.order.set(kind === "float" ? swapOrder(sampleBytes) : integerOrder(coding));
  }

  /** Planes that are written again by the next call. */
  unpack(frames: number): PcmBlock {
    const { run } = this.kernels;
    const { planes } = this;
    const [first, second] = planes;
    const planeBytes = second ? second.byteOffset - (first?.byteOffset ?? 0) : 0;
    const from = this.toFloats(frames * this.channels);
    run.deinterleave(from, this.channels, first?.byteOffset ?? 0, planeBytes, frames);
    return planes.map((plane) => plane.subarray(0, frames));
  }

  /** The address of the interleaved floats. */
  private toFloats(samples: number): number {
    const { bytes, floats, order } = this;
    const { run } = this.kernels;
    const { kind, sampleBytes, isLittleEndian } = this.coding;
    if (kind !== "float") {
      const flip = kind === "unsigned" ? 1 << 31 : 0;
      run.unpackIntegers(bytes.byteOffset, sampleBytes, order.byteOffset, flip, floats.byteOffset, samples);
      return floats.byteOffset;
    }
    if (!isLittleEndian) run.swapBytes(bytes.byteOffset, order.byteOffset, samples * sampleBytes);
    if (sampleBytes === 4) return bytes.byteOffset;
    run.unpackDoubles(bytes.byteOffset, floats.byteOffset, samples);
    return floats.byteOffset;
  }
}

/** For each byte of four integers the byte of four samples that goes there: the sample's highest becomes the integer's. */
function integerOrder({ sampleBytes, isLittleEndian }: PcmCoding): number[] {
  return Array.from({ length: LANE_BYTES }, (_, at) => {
    const sample = Math.floor(at / INTEGER_BYTES);
    const fromTop = INTEGER_BYTES - 1 - (at % INTEGER_BYTES);
    if (fromTop >= sampleBytes) return NO_BYTE;
    return sample * sampleBytes + (isLittleEndian ? sampleBytes - 1 - fromTop : fromTop);
  });
}

function swapOrder(sampleBytes: number): number[] {
  return Array.from({ length: LANE_BYTES }, (_, at) => at - (at % sampleBytes) + sampleBytes - 1 - (at % sampleBytes));
}
