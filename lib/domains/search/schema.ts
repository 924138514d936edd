import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";

/** Groups of what can be found, in the order they are shown. */
export const SEARCH_KINDS = ["song", "project", "person", "tag", "version", "comment"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export const MAX_QUERY_LENGTH = 200;
/** Hits of a group at most. */
export const MAX_HITS = 20;

/** `q` as a person typed it; `limit` bounds each group. */
export const searchQuerySchema = z.object({
  q: z
    .string("Write what you look for.")
    .trim()
    .min(1, "Write what you look for.")
    .max(MAX_QUERY_LENGTH, `Keep it under ${MAX_QUERY_LENGTH} characters.`)
    .refine((q) => !q.includes("\u0000"), "Leave out characters that nobody can see."),
  limit: z.coerce.number().int().min(1).max(MAX_HITS).default(5),
});

/** One thing that was found, and the page that shows it. */
export const searchHitSchema = z.object({
  kind: z.enum(SEARCH_KINDS),
  /** Of the thing itself; of a tag, of one place where it is. */
  id: idSchema,
  title: z.string(),
  /** Words of a comment or a note, cut; "" where the title says all. */
  excerpt: z.string(),
  href: z.string(),
  /** How well it fits: the whole name, its beginning, words of it, or nearly. */
  match: z.enum(["exact", "beginning", "words", "nearly"]),
  projectId: idSchema,
  projectName: z.string(),
  songId: idSchema.nullable(),
  songName: z.string().nullable(),
  versionNumber: z.number().int().nullable(),
  /** Where in the sound a comment was said. */
  startSec: z.number().nullable(),
  createdAt: instantSchema,
});

/** Hits group by group in the order of `kind`, the best first; `more` names groups that hold further ones. */
export const searchAnswerSchema = z.object({ items: z.array(searchHitSchema), more: z.array(z.enum(SEARCH_KINDS)) });

export type SearchQuery = z.infer<typeof searchQuerySchema>;
export type SearchHit = z.infer<typeof searchHitSchema>;
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
