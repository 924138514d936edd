/** Marks that share one pin; `x` is the place of the first. */
export type Cluster<Mark> = { x: number; marks: Mark[] };

/** Gathers marks so that pins stand at least `gapPx` apart. Marks come in any order; clusters go left to right. */
export function clusterMarks<Mark extends { startSec: number }>(
  marks: readonly Mark[],
  toX: (sec: number) => number,
  gapPx = 12,
): Cluster<Mark>[] {
  const ordered = [...marks].sort((a, b) => a.startSec - b.startSec);
  const clusters: Cluster<Mark>[] = [];
  for (const mark of ordered) {
    const x = toX(mark.startSec);
    const open = clusters.at(-1);
    if (open && x - open.x < gapPx) open.marks.push(mark);
    else clusters.push({ x, marks: [mark] });
  }
  return clusters;
}
