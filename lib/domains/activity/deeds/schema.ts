import { z } from "zod";
import { idSchema, instantSchema, pageSchema, personSchema } from "@/lib/core/http-schema";

const DEED_KINDS = [
  "project.created",
  "project.renamed",
  "project.described",
  "project.archived",
  "project.unarchived",
  "project.taken",
  "member.left",
  "song.created",
  "song.renamed",
  "song.described",
  "song.staged",
  "song.moved",
  "song.archived",
  "song.unarchived",
  "version.uploaded",
  "version.chosen",
  "version.mastered",
  "version.deleted",
  "version.restored",
  "attachment.added",
  "attachment.deleted",
  "attachment.restored",
  "comment.created",
  "comment.replied",
  "comment.resolved",
  "comment.reopened",
  "brief.made",
] as const;

/** What somebody did, as its reader may see it now. */
export const deedSchema = z.object({
  id: idSchema,
  kind: z.enum(DEED_KINDS),
  doer: personSchema.nullable(),
  /** Null for what concerns the project as a whole. */
  songId: idSchema.nullable(),
  songName: z.string().nullable(),
  versionNumber: z.number().int().nullable(),
  /** The name of a file that goes with the song. */
  fileName: z.string().nullable(),
  /** What a comment says, in one short line, and where. */
  excerpt: z.string().nullable(),
  startSec: z.number().nullable(),
  /** What a name, or a stage, was before and is since. Null where there was none. */
  was: z.string().nullable(),
  is: z.string().nullable(),
  /** The page it leads to, with the moment. */
  href: z.string(),
  createdAt: instantSchema,
});

export const deedPageSchema = pageSchema(deedSchema);

/** What a deed keeps: ids of what it tells of, whose words are read when it is shown, and words that are nowhere else. */
export const deedPayloadSchema = z.object({
  versionId: idSchema.optional(),
  commentId: idSchema.optional(),
  attachmentId: idSchema.optional(),
  briefId: idSchema.optional(),
  was: z.string().nullable().optional(),
  is: z.string().nullable().optional(),
});

export type DeedKind = (typeof DEED_KINDS)[number];
export type DeedView = z.infer<typeof deedSchema>;
export type DeedPayload = z.infer<typeof deedPayloadSchema>;
