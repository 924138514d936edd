// What the compiled module exports. Addresses are byte offsets into its memory; every kernel reads and writes there alone.

export { addClips, addLevels, addProducts, findSound, keepLoudest } from "./levels";
export { areWithin } from "./limits";
export { scanPeaks } from "./peaks";
export { deinterleave, swapBytes, unpackDoubles, unpackIntegers } from "./samples";
export { scanTruePeak } from "./true-peak";
export { weighPair } from "./weighting";
