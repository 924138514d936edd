import type { KeyName } from "./audio-analysis";

/** Names by the place on the wheel, from 1 on: minor keys are "A", major keys "B". */
const MINOR = "A♭ E♭ B♭ F C G D A E B F♯ C♯".split(" ");
const MAJOR = "B F♯ D♭ A♭ E♭ B♭ F C G D A E".split(" ");

/** Every key by its place on the Camelot wheel: what lies side by side mixes well. */
export const CAMELOT_KEYS: readonly { code: string; name: string }[] = MINOR.flatMap((minor, i) => [
  { code: `${i + 1}A`, name: `${minor} minor` },
  { code: `${i + 1}B`, name: `${MAJOR[i]} major` },
]);

const C_MAJOR_AT = 8;

/** A key's place on the wheel, such as "8A" for A minor. One step on the wheel is a fifth. */
export function toCamelot({ tonic, mode }: KeyName): string {
  const majorTonic = mode === "major" ? tonic : tonic + 3;
  const number = ((((majorTonic * 7) % 12) + C_MAJOR_AT - 1) % 12) + 1;
  return `${number}${mode === "major" ? "B" : "A"}`;
}

/** The key itself, its relative, and one step either way: "8A", "8B", "7A", "9A". */
export function listNeighbours(code: string): string[] {
  const letter = code.slice(-1);
  const number = Number(code.slice(0, -1));
  const step = (by: number) => `${((number + by + 11) % 12) + 1}${letter}`;
  return [code, `${number}${letter === "A" ? "B" : "A"}`, step(-1), step(1)];
}
