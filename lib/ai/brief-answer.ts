import { z } from "zod";
import type { BriefAnswer, BriefAnswerGroup, BriefAnswerItem } from "./brief-request";
import { findObject } from "./find-object";

const LONGEST = { summary: 1000, title: 60, what: 300, says: 80 } as const;

const idsSchema = z.array(z.unknown()).catch([]);
const conflictSchema = z
  .object({ what: z.string().catch(""), sides: z.array(z.object({ says: z.string(), notes: idsSchema })) })
  .nullable()
  .catch(null);
const itemSchema = z.object({ what: z.string(), notes: idsSchema, conflict: conflictSchema });
const groupSchema = z.object({ title: z.string().catch(""), items: z.array(z.unknown()) });
/** Only the outer shape is a must: one bad item takes no good one with it. */
const answerSchema = z.object({ summary: z.string().catch(""), groups: z.array(z.unknown()) });

/**
 * What of an answer can be used; null when that is nothing. `noteIds` are the notes by the short names that the model was given.
 * A note that it does not know, or has used already, is left out, and so is an item without any.
 */
export function readBriefAnswer(text: string, noteIds: ReadonlyMap<string, string>): BriefAnswer | null {
  const answer = answerSchema.safeParse(findObject(text));
  if (!answer.success) return null;
  const unused = new Map(noteIds);
  const groups = answer.data.groups.flatMap((group): BriefAnswerGroup[] => {
    const { title, items } = groupSchema.safeParse(group).data ?? { title: "", items: [] };
    const kept = items.flatMap((item) => readItem(item, unused));
    return kept.length > 0 ? [{ title: toPlainText(title, LONGEST.title) || "To do", items: kept }] : [];
  });
  return groups.length > 0 ? { summary: toPlainText(answer.data.summary, LONGEST.summary), groups } : null;
}

function readItem(value: unknown, unused: Map<string, string>): BriefAnswerItem[] {
  const item = itemSchema.safeParse(value).data;
  const what = item && toPlainText(item.what, LONGEST.what);
  if (!item || !what) return [];
  const taken = new Map<string, string>();
  for (const name of item.notes) {
    const id = typeof name === "string" ? unused.get(name) : undefined;
    if (id === undefined || typeof name !== "string") continue;
    taken.set(name, id);
    unused.delete(name);
  }
  if (taken.size === 0) return [];
  return [{ what, noteIds: [...taken.values()], conflict: readConflict(item.conflict, taken, what) }];
}

/** Two sides at least, each with notes of this item, none on both. */
function readConflict(
  conflict: z.infer<typeof conflictSchema>,
  ofItem: ReadonlyMap<string, string>,
  fallback: string,
): BriefAnswerItem["conflict"] {
  if (!conflict) return null;
  const unused = new Map(ofItem);
  const sides = conflict.sides.flatMap((side) => {
    const says = toPlainText(side.says, LONGEST.says);
    const names = side.notes.filter((name): name is string => typeof name === "string" && unused.has(name));
    const noteIds = [...new Set(names)].flatMap((name) => unused.get(name) ?? []);
    for (const name of names) unused.delete(name);
    return says && noteIds.length > 0 ? [{ says, noteIds }] : [];
  });
  return sides.length > 1 ? { what: toPlainText(conflict.what, LONGEST.what) || fallback, sides } : null;
}

/** One line of bounded length, without markup, links and control characters: what a model says is shown as it is. */
export function toPlainText(text: string, longest: number): string {
  const plain = text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<[^<>]*>/g, " ")
    .replace(/\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+/giu, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  const signs = [...plain];
  return signs.length <= longest
    ? plain
    : `${signs
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}
