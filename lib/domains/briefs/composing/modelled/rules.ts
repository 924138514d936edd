import type { BriefAnswer, BriefAnswerGroup, BriefNote } from "@/lib/ai/brief-request";
import { byPlace, gatherTasks, spanPlaces, toItem } from "../items/rules";
import { arrangeRest, nameList } from "../rules";
import type { BriefContent, BriefGroup, BriefItem, BriefMatter, Note } from "../schema";

const REST = { id: "rest", title: "Also said" } as const;

/** Who says something is told apart by number: names stay here. */
export function toBriefNotes(notes: readonly Note[]): BriefNote[] {
  const people = [...new Set(notes.map((note) => note.personId))];
  return notes.map(({ id, text, personId, startSec, endSec }) => {
    return { id, text, author: `person ${people.indexOf(personId) + 1}`, startSec, endSec };
  });
}

/** The list so far as a model is told of it. */
export function toAnswerGroups(content: BriefContent): BriefAnswerGroup[] {
  return content.groups.map(({ title, items }) => ({
    title,
    items: items.map(({ what, noteIds, conflict }) => ({ what, noteIds, conflict })),
  }));
}

/**
 * A model's answer as a list that holds what every list holds: places are those of the notes, whatever the model thinks; what
 * it left out stands in a last group; what contradicts each other within an item is said, also where it did not notice.
 */
export function toContent({ groups }: BriefAnswer, matter: BriefMatter): BriefContent {
  const notes = new Map(matter.notes.map((note) => [note.id, note]));
  const kept = groups.map(
    ({ title, items }, i): BriefGroup => ({
      id: `group-${i + 1}`,
      title,
      items: items.map((item) =>
        toBriefItem(
          item,
          item.noteIds.flatMap((id) => notes.get(id) ?? []),
        ),
      ),
    }),
  );
  const used = new Set(kept.flatMap((group) => group.items.flatMap((item) => item.noteIds)));
  const left = matter.notes.filter((note) => !used.has(note.id));
  const rest = left.length > 0 ? [{ ...REST, items: arrangeRest(left, matter.requests) }] : [];
  return { title: nameList(matter), groups: [...kept, ...rest] };
}

function toBriefItem({ what, conflict }: BriefAnswerGroup["items"][number], notes: Note[]): BriefItem {
  const sorted = [...notes].sort(byPlace);
  const noteIds = sorted.map((note) => note.id);
  return { id: noteIds[0] ?? "", what, ...spanPlaces(sorted), noteIds, conflict: conflict ?? findConflict(sorted) };
}

function findConflict(notes: Note[]): BriefItem["conflict"] {
  return (
    gatherTasks(notes)
      .map((task) => toItem(task, (text) => text).conflict)
      .find((conflict) => conflict !== null) ?? null
  );
}
