/** Up to where a text that still grows has whole sentences or lines. */
export function findSentenceEnd(text: string): number {
  const ends = [...text.matchAll(/[.!?…:](?=\s)|\n/gu)];
  const last = ends.at(-1);
  return last ? last.index + last[0].length : 0;
}
