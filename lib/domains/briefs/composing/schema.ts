import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";

/** Something said of a version that nobody has ticked off, as a composer reads it. */
export interface Note {
  id: string;
  text: string;
  /** Null for one of the version as a whole. */
  startSec: number | null;
  endSec: number | null;
  personId: string;
  personName: string;
}

const itemSchema = z.object({
  id: idSchema,
  what: z.string(),
  startSec: z.number().nullable(),
  endSec: z.number().nullable(),
  noteIds: z.array(idSchema).min(1),
  /** The notes' own words in the order of `noteIds`, where `what` is made of them: they are shown only while their note is there. */
  words: z.array(z.string()).optional(),
  conflict: z
    .object({ what: z.string(), sides: z.array(z.object({ says: z.string(), noteIds: z.array(idSchema) })) })
    .nullable(),
});

/** A to-do list as it is kept: words, places and notes' ids. People and marks are looked up when it is shown. */
export const contentSchema = z.object({
  title: z.string(),
  groups: z.array(z.object({ id: z.string(), title: z.string(), items: z.array(itemSchema) })),
});

export type BriefItem = z.infer<typeof itemSchema>;
export type BriefGroup = BriefContent["groups"][number];
export type BriefContent = z.infer<typeof contentSchema>;

/** What a composer answers at last. */
export interface Composed {
  /** What it says to the person, in plain words. */
  text: string;
  content: BriefContent;
  usage: { inputTokens: number; outputTokens: number } | null;
}

/** What an answer is made from. */
export interface BriefMatter {
  versionNumber: number;
  notes: Note[];
  /** The newest to-do list; null for the first. */
  previous: BriefContent | null;
  /** What people asked for so far, oldest first; the first one is to make the brief at all. */
  requests: string[];
}
