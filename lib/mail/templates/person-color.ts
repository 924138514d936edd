import { PERSON_DAY } from "./theme";

/** 1 … 6: the colour a person has in the app, by FNV-1a over their id. The app's own pages compute the same. */
export function findPersonIndex(personId: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < personId.length; at++) hash = Math.imul(hash ^ personId.charCodeAt(at), 0x01000193);
  return (((hash ^ (hash >>> 16)) >>> 0) % PERSON_DAY.length) + 1;
}
