import type { KeyName } from "../audio-analysis";

const MAJOR_TONICS = ["C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B"];
const MINOR_TONICS = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B"];

/** "A minor", with the spelling that has the fewest signs. */
export function nameKey({ tonic, mode }: KeyName): string {
  return `${(mode === "major" ? MAJOR_TONICS : MINOR_TONICS)[tonic] ?? ""} ${mode}`;
}

/** The key's place on the Camelot wheel, "8A" for A minor: neighbours on it mix well. */
export function nameCamelot({ tonic, mode }: KeyName): string {
  const relativeMajor = mode === "major" ? tonic : tonic + 3;
  // A fifth up is one hour on; C major is at eight.
  return `${((relativeMajor * 7 + 7) % 12) + 1}${mode === "major" ? "B" : "A"}`;
}
