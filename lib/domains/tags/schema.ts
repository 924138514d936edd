import { z } from "zod";
import { idSchema, personSchema } from "@/lib/core/http-schema";

export const MAX_TAG_LENGTH = 40;
/** Tags that one version shows at most, suggestions not counted. */
export const MAX_TAGS = 60;

/** A word about a version's sound, why it is there, and how sure its source is (0 to 1). */
export const tagSchema = z.object({
  id: idSchema,
  name: z.string(),
  label: z.string(),
  explanation: z.string(),
  value: z.string().nullable(),
  source: z.enum(["measured", "ai", "person"]),
  confidence: z.number(),
  evidence: z.array(z.object({ field: z.string(), value: z.union([z.number(), z.string(), z.boolean(), z.null()]) })),
  state: z.enum(["suggested", "accepted", "dismissed"]),
  /** Who added, accepted or took it off last; null while nobody did. */
  decidedBy: personSchema.nullable(),
});

/**
 * What came of asking a model for tags of a version: nobody asked yet, the answer is awaited, it came, or there is none and
 * `message` says why.
 */
export const tagRequestSchema = z.object({
  state: z.enum(["none", "waiting", "done", "failed"]),
  reason: z.string().nullable(),
  message: z.string().nullable(),
});

/** A word that can be added: one of the project's own, or one of the vocabulary. `songCount` counts by current versions. */
export const tagWordSchema = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(["measured", "genre", "mood", "instrument", "vocals", "production", "own"]),
  songCount: z.number().int(),
});
export const tagWordsSchema = z.object({ items: z.array(tagWordSchema) });

/** What a person wrote, or an id of a vocabulary. A comma separates tags elsewhere, so that none may be in one. */
const wordSchema = z
  .string()
  .transform((word) => word.normalize("NFC").replace(/\s+/gu, " ").trim())
  .pipe(
    z
      .string()
      .min(1, "Write a word or two.")
      .max(MAX_TAG_LENGTH, `Keep it under ${MAX_TAG_LENGTH} characters.`)
      .refine((word) => !/[,\p{Cc}]/u.test(word), "Leave out commas and control characters: one tag at a time."),
  );

/** Words separated by commas; none when it is empty. */
export const tagListSchema = z
  .string()
  .transform((words) => (words === "" ? [] : words.split(",")))
  .pipe(z.array(wordSchema).max(10, "Look for 10 tags at most."));

export const addTagSchema = z.strictObject({ name: wordSchema });
/** `accepted` keeps a suggestion or brings a tag back; `dismissed` takes it off for good. */
export const decideTagSchema = z.strictObject({ state: z.enum(["accepted", "dismissed"]) });

export type TagView = z.infer<typeof tagSchema>;
export type TagWord = z.infer<typeof tagWordSchema>;
