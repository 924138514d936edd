// What the compiled module exports. Addresses are byte offsets into its memory; every kernel reads and writes there alone.

export { halveRate, mixPair } from "./half-band";
export { addClips, addLevels, addProducts, findSound, keepLoudest } from "./levels";
export { areWithin } from "./limits";
export { scanPeaks } from "./peaks";
export { gatherFloats, gatherPairs, transform, unpack } from "./real-fft";
export { deinterleave, swapBytes, unpackDoubles, unpackIntegers } from "./samples";
export { foldAmplitudes, readAmplitudes, readBandPowers } from "./spectrum";
export { scanTruePeak } from "./true-peak";
export { weighPair } from "./weighting";
