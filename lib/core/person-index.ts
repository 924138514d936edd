/** The colours `--person-1` … `--person-6`. */
export type PersonIndex = 1 | 2 | 3 | 4 | 5 | 6;

const PERSON_INDEXES: readonly PersonIndex[] = [1, 2, 3, 4, 5, 6];

/** The colour a person keeps wherever they mark: FNV-1a over the id, so it needs no table and never moves. */
export function personIndexOf(personId: string): PersonIndex {
  let hash = 0x811c9dc5;
  for (let i = 0; i < personId.length; i++) hash = Math.imul(hash ^ personId.charCodeAt(i), 0x01000193);
  // The low bits of FNV are weak for short differences, so the high half is folded in.
  return PERSON_INDEXES[((hash ^ (hash >>> 16)) >>> 0) % PERSON_INDEXES.length] ?? 1;
}

/**
 * Colours for the people of one page: each keeps their own as long as nobody who was here longer (ids sort by time) has it;
 * then they take the next one that is free. With more people than colours some share.
 */
export function assignPersonIndexes(personIds: Iterable<string>): Map<string, PersonIndex> {
  const given = new Map<string, PersonIndex>();
  for (const id of [...new Set(personIds)].sort()) {
    const own = personIndexOf(id);
    const taken = new Set(given.size < PERSON_INDEXES.length ? given.values() : []);
    const order = PERSON_INDEXES.map((_, step) => PERSON_INDEXES[(own - 1 + step) % PERSON_INDEXES.length] ?? own);
    given.set(id, order.find((index) => !taken.has(index)) ?? own);
  }
  return given;
}
