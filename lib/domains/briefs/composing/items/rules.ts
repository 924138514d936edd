import type { BriefItem, Note } from "../schema";
import { findOpposition, listWishes, nameDirections, type Wish } from "../wishes/rules";
import { chooseTopic, listTopics, type Topic, tokenize } from "../words/rules";

/** One thing to do, with the notes it is made of in the order of the sound. */
export interface Task {
  topic: Topic;
  notes: ReadNote[];
  /** What its people want in opposite directions; null where they agree. */
  dispute: Omit<Wish, "isUp"> | null;
}

interface ReadNote extends Note {
  topic: Topic;
  wishes: Wish[];
  words: Set<string>;
}

/** People mark a moment within some seconds of it. */
const NEAR_SEC = 3;
/** Two notes say the same when they share so much of their words. */
const ALIKE = 0.5;
const EMPTY_WORDS = new Set(
  `a an the is are be it its to of in on at and or but i we you me my this that here there please could can should would
  bit little some so very just der die das ein eine ist sind zu im in am und oder aber ich wir hier da bitte etwas sehr el la
  los las un una es en de que y o muy por favor le les des est du et ou que ici un peu`.split(/\s+/),
);

/** Puts notes together that say the same or the opposite at the same place. Each note is in exactly one task. */
export function gatherTasks(notes: readonly Note[]): Task[] {
  const read = [...notes].sort(byPlace).map(readNote);
  const leaders = read.map((_, i) => i);
  const find = (i: number): number => (leaders[i] === i ? i : find(leaders[i] ?? i));
  const disputes = new Map<number, NonNullable<Task["dispute"]>[]>();
  for (const [i, a] of read.entries()) {
    for (const [j, b] of read.entries()) {
      if (j <= i || !isSamePlace(a, b)) continue;
      const dispute = a.personId === b.personId ? null : findOpposition(a.wishes, b.wishes);
      if (!dispute && !(a.topic.id === b.topic.id && isAlike(a, b))) continue;
      // The earlier of two leads both, so that the order of the sound stays.
      const [first, second] = [find(i), find(j)].sort((x, y) => x - y) as [number, number];
      leaders[second] = first;
      if (dispute) disputes.set(i, [...(disputes.get(i) ?? []), dispute]);
    }
  }
  const tasks = new Map<number, Task>();
  for (const [i, note] of read.entries()) {
    const leader = find(i);
    const task = tasks.get(leader) ?? { topic: note.topic, notes: [], dispute: null };
    task.notes.push(note);
    task.dispute ??= disputes.get(i)?.[0] ?? null;
    tasks.set(leader, task);
  }
  return [...tasks.values()];
}

/** In the order of the sound, what concerns the whole version first; among equals as they were written. */
export function byPlace(a: Pick<Note, "startSec" | "id">, b: Pick<Note, "startSec" | "id">): number {
  return (a.startSec ?? -1) - (b.startSec ?? -1) || (a.id < b.id ? -1 : 1);
}

/** A task as the list keeps it. `cut` shortens words. */
export function toItem({ topic, notes, dispute }: Task, cut: (text: string) => string): BriefItem {
  const noteIds = notes.map((note) => note.id);
  const conflict = dispute && toConflict(topic, notes, dispute);
  const words = notes.map((note) => cut(note.text));
  const what = conflict ? conflict.what : (words[0] ?? "");
  return { id: noteIds[0] ?? "", what, ...spanPlaces(notes), noteIds, words, conflict };
}

/** From the first moment of some notes to the last; no end where it is one moment, and nothing for the whole version. */
export function spanPlaces(
  notes: readonly Pick<Note, "startSec" | "endSec">[],
): Pick<BriefItem, "startSec" | "endSec"> {
  const starts = notes.flatMap((note) => note.startSec ?? []);
  if (starts.length === 0) return { startSec: null, endSec: null };
  const startSec = Math.min(...starts);
  const lastSec = Math.max(...starts, ...notes.flatMap((note) => note.endSec ?? []));
  return { startSec, endSec: lastSec > startSec ? lastSec : null };
}

function toConflict(topic: Topic, notes: ReadNote[], dispute: Omit<Wish, "isUp">): NonNullable<BriefItem["conflict"]> {
  const [up, down] = nameDirections(dispute.axis);
  const side = (isUp: boolean) =>
    notes.filter((note) => note.wishes.some((one) => isOn(one, dispute) && one.isUp === isUp)).map((note) => note.id);
  const sides = [
    { says: up, noteIds: side(true) },
    { says: down, noteIds: side(false) },
  ];
  return { what: `${topic.title}: ${up} or ${down}?`, sides };
}

function isOn(wish: Wish, { topic, axis }: Omit<Wish, "isUp">): boolean {
  return wish.topic === topic && wish.axis === axis;
}

function readNote(note: Note): ReadNote {
  const tokens = tokenize(note.text);
  const words = new Set(tokens.filter((word) => !EMPTY_WORDS.has(word)));
  return { ...note, topic: chooseTopic(listTopics(tokens)), wishes: listWishes(note.text), words };
}

/** Words on the version as a whole meet only others on the whole: a moment may well be an exception. */
function isSamePlace(a: Note, b: Note): boolean {
  if (a.startSec === null || b.startSec === null) return a.startSec === b.startSec;
  const [aEnd, bEnd] = [a.endSec ?? a.startSec, b.endSec ?? b.startSec];
  return a.startSec <= bEnd + NEAR_SEC && b.startSec <= aEnd + NEAR_SEC;
}

function isAlike(a: ReadNote, b: ReadNote): boolean {
  if (findOpposition(a.wishes, b.wishes)) return false;
  const shared = [...a.words].filter((word) => b.words.has(word)).length;
  const all = new Set([...a.words, ...b.words]).size;
  return shared > 0 && shared / all >= ALIKE;
}
