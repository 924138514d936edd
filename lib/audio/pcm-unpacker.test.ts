import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Kernels } from "./kernels/kernels";
import { PCM_CODINGS, type PcmCodec } from "./pcm-source";
import { PcmUnpacker } from "./pcm-unpacker";

/** One sample by the definition of its coding. */
const READERS: Record<PcmCodec, (view: DataView, at: number) => number> = {
  pcm_u8: (view, at) => (view.getUint8(at) - 128) / 128,
  pcm_s8: (view, at) => view.getInt8(at) / 128,
  pcm_s16le: (view, at) => view.getInt16(at, true) / 32768,
  pcm_s16be: (view, at) => view.getInt16(at) / 32768,
  pcm_s24le: (view, at) => (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8388608,
  pcm_s24be: (view, at) => ((view.getInt8(at) << 16) | view.getUint16(at + 1)) / 8388608,
  pcm_s32le: (view, at) => view.getInt32(at, true) / 2147483648,
  pcm_s32be: (view, at) => view.getInt32(at) / 2147483648,
  pcm_f32le: (view, at) => view.getFloat32(at, true),
  pcm_f32be: (view, at) => view.getFloat32(at),
  pcm_f64le: (view, at) => view.getFloat64(at, true),
  pcm_f64be: (view, at) => view.getFloat64(at),
};
const MOST_FRAMES = 40;

describe("PcmUnpacker", () => {
  it.each(Object.keys(READERS) as PcmCodec[])(
    "B206: reads %s bit for bit, whatever the bytes and the channels",
    (codec) => {
      const { sampleBytes } = PCM_CODINGS[codec];
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 9 }),
          fc.uint8Array({ maxLength: MOST_FRAMES * 9 * sampleBytes, size: "max" }),
          (channels, bytes) => {
            const frames = Math.min(MOST_FRAMES, Math.floor(bytes.length / (channels * sampleBytes)));
            const unpacker = new PcmUnpacker(new Kernels(), PCM_CODINGS[codec], channels);
            const used = bytes.subarray(0, frames * channels * sampleBytes);
            unpacker.bytes.set(used);
            const view = new DataView(used.slice().buffer);
            const planes = unpacker.unpack(frames);
            expect(planes.map((plane) => plane.length)).toEqual(Array.from({ length: channels }, () => frames));
            planes.forEach((plane, c) => {
              const truth = Float32Array.from({ length: frames }, (_, i) =>
                READERS[codec](view, (i * channels + c) * sampleBytes),
              );
              expect(plane).toEqual(truth);
            });
          },
        ),
        { numRuns: 50 },
      );
    },
  );
});
