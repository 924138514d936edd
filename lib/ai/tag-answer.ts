import { z } from "zod";
import { findObject } from "./find-object";
import { BASES, type SuggestedTag } from "./tag-request";
import { TAG_VOCABULARY, type TagKind, type VocabularyWord } from "./tag-vocabulary";

/** Of more, the surest are kept. */
const MOST_TAGS = 8;
/** What is less sure than this is more often wrong than right. */
const LEAST_CONFIDENCE = 0.5;
/** These can't be told from figures. */
const HEARD_KINDS: readonly TagKind[] = ["instrument", "vocals"];

/** The words that a model may use: without ears, none of instruments and voices. */
export function listAllowedWords(hears: boolean): VocabularyWord[] {
  return TAG_VOCABULARY.filter(({ kind }) => hears || !HEARD_KINDS.includes(kind));
}

const basisSchema = z.array(z.unknown()).catch([]);
const tagSchema = z.object({ id: z.string(), confidence: z.number().min(0).max(1), basis: basisSchema });
/** Only the outer shape is a must: one bad tag takes no good one with it. */
const answerSchema = z.object({ heard: z.boolean().catch(false), tags: z.array(z.unknown()) });

/** The tags of an answer that can be used, the surest first; null when it is no answer at all. */
export function readTagAnswer(text: string, hears: boolean): SuggestedTag[] | null {
  const answer = answerSchema.safeParse(findObject(text));
  if (!answer.success) return null;
  const allowed = new Set(listAllowedWords(hears && answer.data.heard).map((word) => word.id));
  const found = new Map<string, SuggestedTag>();
  for (const candidate of answer.data.tags) {
    const tag = tagSchema.safeParse(candidate).data;
    if (!tag || !allowed.has(tag.id) || tag.confidence < LEAST_CONFIDENCE) continue;
    if ((found.get(tag.id)?.confidence ?? 0) >= tag.confidence) continue;
    found.set(tag.id, { ...tag, basis: BASES.filter((basis) => tag.basis.includes(basis)) });
  }
  return [...found.values()].sort((a, b) => b.confidence - a.confidence).slice(0, MOST_TAGS);
}
