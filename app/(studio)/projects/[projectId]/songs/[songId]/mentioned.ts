/** Somebody who was picked while words were written. */
export interface Picked {
  id: string;
  name: string;
}

const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Where "@name" stands in some words, the longest names first: "@Jonas Weber" is not "@Jonas". */
function findNames(words: string, names: readonly string[]): RegExpMatchArray[] {
  const sorted = [...new Set(names)].sort((one, other) => other.length - one.length);
  if (sorted.length === 0) return [];
  return [...words.matchAll(new RegExp(`@(${sorted.map(escape).join("|")})(?![\\p{L}\\p{N}])`, "gu"))];
}

/** Of those who were picked, whose name still stands in the words: of two of one name, as many as it stands there. */
export function keepMentioned(words: string, picked: readonly Picked[]): string[] {
  const left = new Map<string, number>();
  for (const [, name = ""] of findNames(
    words,
    picked.map((person) => person.name),
  )) {
    left.set(name, (left.get(name) ?? 0) + 1);
  }
  return [...new Map(picked.map((person) => [person.id, person])).values()].flatMap(({ id, name }) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count > 0 ? [id] : [];
  });
}

/** What is being typed behind an "@" at the caret, and where it begins; null when nobody is being named. */
export function readQuery(words: string, caret: number): { start: number; query: string } | null {
  const found = /(?:^|[\s(])@([^\s@]{0,40})$/u.exec(words.slice(0, caret));
  const query = found?.[1];
  return query === undefined ? null : { start: caret - query.length - 1, query };
}

export interface WordPart {
  text: string;
  /** Whose name it is, when it is one. */
  personId: string | null;
}

/** Words, cut at the names of those who are spoken to. */
export function splitAtMentions(words: string, mentions: readonly Picked[]): WordPart[] {
  const parts: WordPart[] = [];
  let at = 0;
  for (const match of findNames(
    words,
    mentions.map((person) => person.name),
  )) {
    if (match.index === undefined) continue;
    if (match.index > at) parts.push({ text: words.slice(at, match.index), personId: null });
    const person = mentions.find(({ name }) => name === match[1]);
    parts.push({ text: match[0], personId: person?.id ?? null });
    at = match.index + match[0].length;
  }
  if (at < words.length) parts.push({ text: words.slice(at), personId: null });
  return parts;
}
