import type { KeyName } from "../audio-analysis";
import { nameCamelot, nameKey } from "./key-name";

const KEYS: KeyName[] = Array.from({ length: 12 }).flatMap((_, tonic) => [
  { tonic, mode: "minor" },
  { tonic, mode: "major" },
]);

/** Every key by its place on the Camelot wheel, from 1A on: what lies side by side mixes well. */
export const CAMELOT_KEYS: readonly { code: string; name: string }[] = KEYS.map((key) => ({
  code: nameCamelot(key),
  name: nameKey(key),
})).sort((one, other) => Number.parseInt(one.code, 10) - Number.parseInt(other.code, 10));

/** The key itself, its relative, and one step either way: "8A", "8B", "7A", "9A". */
export function listNeighbours(code: string): string[] {
  const letter = code.slice(-1);
  const number = Number(code.slice(0, -1));
  const step = (by: number) => `${((number + by + 11) % 12) + 1}${letter}`;
  return [code, `${number}${letter === "A" ? "B" : "A"}`, step(-1), step(1)];
}
