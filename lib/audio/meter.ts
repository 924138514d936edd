/** Frames in the blocks every meter is fed with; the last block of a sound may be shorter. */
export const BLOCK_FRAMES = 4096;

/** Planar PCM, one array a channel, all of one length; 1 is full scale. Valid only until the next block is asked for. */
export type PcmBlock = readonly Float32Array[];

/** Something that measures a sound as it streams by, in memory that hardly grows with its length: nobody keeps the samples. */
export interface Meter {
  /** Takes the first `frames` frames of each channel. */
  process(channels: PcmBlock, frames: number): void;
}
