/** What of a song live events change. */
export type LiveKind = "song" | "comments" | "briefs";

/** The newest live event that this tab has applied, by song and kind. */
const newest = new Map<string, number>();

/** A song that tells something four times a second still comes to rest between two of them. */
const MAX_READS = 5;

function keyOf(songId: string, kind: LiveKind): string {
  return `${songId}:${kind}`;
}

export function noteLiveSeq(songId: string, kind: LiveKind, seq: number): void {
  const key = keyOf(songId, kind);
  newest.set(key, Math.max(seq, newest.get(key) ?? 0));
}

export function readLiveSeq(songId: string, kind: LiveKind): number {
  return newest.get(keyOf(songId, kind)) ?? 0;
}

/**
 * Reads something of a song that live events also change. When one was applied while the answer was on its way, the answer
 * may be older than what is shown and would undo it: then it is read again.
 */
export async function readSettled<T>(songId: string, kind: LiveKind, read: () => Promise<T>): Promise<T> {
  for (let reads = 1; ; reads++) {
    const before = readLiveSeq(songId, kind);
    const result = await read();
    if (readLiveSeq(songId, kind) === before || reads === MAX_READS) return result;
  }
}
