import { z } from "zod";
import { idSchema, instantSchema, personSchema } from "@/lib/core/http-schema";

/** Something a person is asked for: an answer, another try at a take of theirs, a decision on suggested tags. */
export const waitingSchema = z.object({
  kind: z.enum(["thread", "failed", "suggested"]),
  projectId: idSchema,
  projectName: z.string(),
  songId: idSchema,
  songName: z.string(),
  versionId: idSchema,
  versionNumber: z.number().int(),
  /** Threads of the song that wait, or tags that were suggested. */
  count: z.number().int(),
  /** Who has the last word in the newest thread, what they said, and where. */
  doer: personSchema.nullable(),
  excerpt: z.string().nullable(),
  startSec: z.number().nullable(),
  /** Why a take could not be measured. */
  message: z.string().nullable(),
  href: z.string(),
  since: instantSchema,
});

export type WaitingItem = z.infer<typeof waitingSchema>;
