import { Kernels } from "../kernels/kernels";
import { BLOCK_FRAMES, type Meter } from "../meter";

/** A meter of its own, and how to feed it a sound of any length: block by block, as `SignalAnalyzer` does. */
export interface MeterFeed<T extends Meter> {
  meter: T;
  feed(...sound: Float32Array[]): void;
}

export function startMeter<T extends Meter>(channels: number, make: (kernels: Kernels) => T): MeterFeed<T> {
  const kernels = new Kernels();
  const block = kernels.planes(channels, BLOCK_FRAMES);
  const meter = make(kernels);
  const feed = (...sound: Float32Array[]): void => {
    const frames = sound[0]?.length ?? 0;
    for (let from = 0; from < frames; from += BLOCK_FRAMES) {
      block.forEach((plane, c) => {
        plane.set(sound[c]?.subarray(from, from + BLOCK_FRAMES) ?? []);
      });
      meter.process(block, Math.min(BLOCK_FRAMES, frames - from));
    }
  };
  return { meter, feed };
}
