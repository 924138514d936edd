export const PREVIEW_BITRATE_BPS = 192_000;

/** Nobody hears above this in a preview, and some browsers refuse more. */
const HIGHEST_RATE_HZ = 48_000;

/** The rate a preview is made at: that of the source, or the highest one up to 48 kHz that divides it well. */
export function previewRateHz(sourceRateHz: number): number {
  if (sourceRateHz <= HIGHEST_RATE_HZ) return sourceRateHz;
  return sourceRateHz % 44_100 === 0 ? 44_100 : HIGHEST_RATE_HZ;
}
