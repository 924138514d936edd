/** The newest live event that this tab has applied, by song. */
const newest = new Map<string, number>();

/** A song that tells something four times a second still comes to rest between two of them. */
const MAX_READS = 5;

export function noteLiveSeq(songId: string, seq: number): void {
  newest.set(songId, Math.max(seq, newest.get(songId) ?? 0));
}

/**
 * Reads something of a song that live events also change. When one was applied while the answer was on its way, the answer
 * may be older than what is shown and would undo it: then it is read again.
 */
export async function readSettled<T>(songId: string, read: () => Promise<T>): Promise<T> {
  for (let reads = 1; ; reads++) {
    const before = newest.get(songId);
    const result = await read();
    if (newest.get(songId) === before || reads === MAX_READS) return result;
  }
}
