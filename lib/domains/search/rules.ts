import type { SearchHit, SearchKind } from "./schema";

/** What the table of things that can be found holds; people are found by whom one shares something with. */
export type EntryKind = Exclude<SearchKind, "person">;

/** What is looked for, as the database compares it: without case, accents and punctuation, and in parts. */
export interface Sought {
  folded: string;
  parts: string[];
}

/** A part of what is looked for, and the words that are nearly it, the likest first. */
export interface WordChoice {
  part: string;
  words: string[];
}

/** What a person reaches: whole projects, and songs given singly with their projects. */
export interface Reach {
  projectIds: string[];
  songs: { id: string; projectId: string }[];
}

/** Below that many, hits are asked of the index by their projects and songs; above, they are looked at one by one. */
const NARROW = 64;
const SHORTEST_BEGINNING = 3;
const SHORTEST_MISTYPED = 4;
const SPACELESS = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}/u;

/** Long enough to be a typing error of something. */
export function canBeMistyped(text: string): boolean {
  return [...text].length >= SHORTEST_MISTYPED && !SPACELESS.test(text);
}

/** Whether the index is asked for words alone, and what is found is looked at one by one for where it stands. */
export function isWide({ projectIds, songs }: Reach): boolean {
  return projectIds.length + songs.length > NARROW;
}

/** One letter begins too many words; only what itself begins with it is found. */
export function isOneLetter({ parts }: Sought): boolean {
  return parts.every((part) => part.length === 1 && !SPACELESS.test(part));
}

/**
 * The query for things of a kind that have all the words, or words that begin so, within what is reached; or all of other words,
 * whole. Of comments a short word counts whole: a letter or two begin half of all words. Null when there is nothing to look for.
 */
export function writeWordQuery(
  kind: EntryKind,
  { parts }: Sought,
  reach: Reach,
  others: string[][] = [],
): string | null {
  if (parts.length === 0) return null;
  const lexeme = (word: string) => quote(`${kind.slice(0, 1)}:${word}`);
  const words = [...new Set(parts)];
  const sought = words.map((word) => {
    const shortest = word === parts.at(-1) ? SHORTEST_BEGINNING : SHORTEST_BEGINNING + 1;
    const isWhole = kind === "comment" && [...word].length < shortest && !SPACELESS.test(word);
    return `${lexeme(word)}${isWhole ? "" : ":*"}`;
  });
  const choices = [sought, ...others.map((words) => words.map(lexeme))].map((words) => words.join(" & "));
  return [`(${choices.join(" | ")})`, ...writePlaces(kind, reach)].join(" & ");
}

/**
 * The query for things of a kind that have, for each part of the text, one of the words that are nearly it; a part too short to be
 * mistyped is a beginning. Null when a part is like no word at all.
 */
export function writeNearQuery(kind: EntryKind, choices: WordChoice[], reach: Reach): string | null {
  if (choices.some(({ part, words }) => words.length === 0 && canBeMistyped(part))) return null;
  const lexeme = (word: string) => quote(`${kind.slice(0, 1)}:${word}`);
  const sought = choices.map(({ part, words }) =>
    words.length === 0 ? `${lexeme(part)}:*` : `(${words.map(lexeme).join(" | ")})`,
  );
  return [...sought, ...writePlaces(kind, reach)].join(" & ");
}

/** That it stands in one of these projects or songs; nothing where these are too many to ask the index for. */
function writePlaces(kind: EntryKind, { projectIds, songs }: Reach): string[] {
  const ids = [...projectIds, ...songs.map((song) => (kind === "project" ? song.projectId : song.id))];
  return isWide({ projectIds, songs }) ? [] : [`(${ids.map((id) => `'in:${id}'`).join(" | ")})`];
}

/** A lexeme as a tsquery reads it, whatever signs it has. */
function quote(word: string): string {
  return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** A hit before it is a hit: as the store finds it. */
export interface Candidate {
  id: string;
  folded: string;
  isOwn: boolean;
  /** Nought for what was found by its words. */
  likeness: number;
}

export function judgeMatch(candidate: Candidate, sought: string): SearchHit["match"] {
  if (candidate.folded === sought) return "exact";
  if (candidate.folded.startsWith(sought)) return "beginning";
  return candidate.likeness > 0 ? "nearly" : "words";
}

const RANKS = ["exact", "beginning", "words", "nearly"] as const;

/** Each once, the best first: by how it fits, then one's own, then the newest. */
export function rank<T extends Candidate>(candidates: T[], sought: string): T[] {
  const once = [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()];
  const place = (candidate: T) => RANKS.indexOf(judgeMatch(candidate, sought));
  return once.sort(
    (a, b) =>
      place(a) - place(b) || b.likeness - a.likeness || Number(b.isOwn) - Number(a.isOwn) || (a.id < b.id ? 1 : -1),
  );
}
