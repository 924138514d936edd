/**
 * A queued run has no steps yet, and an empty Map or Set of its own takes some 200 bytes: with hundreds of thousands queued
 * they share these. Who adds the first entry takes a collection of its own with `own`.
 */
export const noEntries = new Map<string, never>();
export const noMembers = new Set<string>();
export const noItems: never[] = [];
Object.freeze(noItems);

export function ownMap<V>(map: Map<string, V>): Map<string, V> {
  return map === noEntries ? new Map<string, V>() : map;
}

export function ownSet(set: Set<string>): Set<string> {
  return set === noMembers ? new Set() : set;
}
