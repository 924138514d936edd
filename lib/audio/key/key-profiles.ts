import type { KeyName } from "../audio-analysis";

/** How much each semitone above the tonic sounds in a key, as counted in dance music ("bgate"). */
export const KEY_PROFILES: Record<KeyName["mode"], readonly number[]> = {
  major: [1, 0, 0.42, 0, 0.53, 0.37, 0, 0.77, 0, 0.38, 0.21, 0.3],
  minor: [1, 0, 0.36, 0.39, 0, 0.38, 0, 0.74, 0.27, 0, 0.42, 0.23],
};

export const ALL_KEYS: readonly KeyName[] = (["major", "minor"] as const).flatMap((mode) =>
  Array.from({ length: 12 }, (_, tonic) => ({ tonic, mode })),
);

/** Likeness, -1 to 1, of twelve figures (from C up) to the profile of a key; 0 where all are alike. */
export function correlate(chroma: Float64Array, { tonic, mode }: KeyName): number {
  const profile = KEY_PROFILES[mode];
  const profileMean = profile.reduce((sum, value) => sum + value, 0) / 12;
  const chromaMean = chroma.reduce((sum, value) => sum + value, 0) / 12;
  let product = 0;
  let profilePower = 0;
  let chromaPower = 0;
  for (let step = 0; step < 12; step++) {
    const expected = (profile[step] as number) - profileMean;
    const found = (chroma[(tonic + step) % 12] as number) - chromaMean;
    product += expected * found;
    profilePower += expected * expected;
    chromaPower += found * found;
  }
  return chromaPower > 0 ? product / Math.sqrt(profilePower * chromaPower) : 0;
}
