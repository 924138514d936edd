import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";
import { attachmentSchema } from "@/lib/domains/attachments/schema";
import { commentSchema } from "@/lib/domains/comments/schema";
import { songSchema } from "@/lib/domains/songs/schema";
import { versionSchema } from "@/lib/domains/versions/schema";

/** What a song's live stream tells, by type. Past tense: each was committed before it is told. */
export const songEventSchemas = {
  "song.renamed": z.object({ name: z.string() }),
  /** What of it is another now. */
  "song.changed": songSchema
    .pick({
      ...{ description: true, stage: true, isArchived: true },
      ...{ currentVersionId: true, masterVersionId: true, coverId: true },
    })
    .partial(),
  /** It is in another project from now on: who may open it there follows. */
  "song.moved": songSchema.pick({ projectId: true, projectName: true }),
  "version.created": z.object({ version: versionSchema }),
  "version.progressed": z.object({ version: versionSchema }),
  "version.analyzed": z.object({ version: versionSchema }),
  "version.failed": z.object({ version: versionSchema }),
  "version.tagged": z.object({ version: versionSchema }),
  "version.restored": z.object({ version: versionSchema }),
  "version.deleted": z.object({ versionId: idSchema }),
  "attachment.created": z.object({ attachment: attachmentSchema }),
  "attachment.updated": z.object({ attachment: attachmentSchema }),
  "attachment.restored": z.object({ attachment: attachmentSchema }),
  "attachment.deleted": z.object({ attachmentId: idSchema }),
  "comment.created": z.object({ comment: commentSchema }),
  "comment.updated": z.object({ comment: commentSchema }),
  "comment.deleted": z.object({ commentId: idSchema }),
  /** A brief was made, answered, checked off or deleted: read it anew. `seq` is the brief's own. */
  "brief.changed": z.object({ briefId: idSchema, versionId: idSchema, seq: z.number().int() }),
  "song.deleted": z.object({}),
} as const;

export type SongEventType = keyof typeof songEventSchemas;
export type SongEventPayload<T extends SongEventType> = z.infer<(typeof songEventSchemas)[T]>;
/** First event of every stream: from which sequence it goes on, the newest one, and whether something in between is gone. */
export const streamReadySchema = z.object({
  resumedFrom: z.number().int(),
  head: z.number().int(),
  hasGap: z.boolean(),
});
export type StreamReady = z.infer<typeof streamReadySchema>;
