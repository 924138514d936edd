import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { nameSchema } from "@/lib/core/text";
import { versionSchema } from "@/lib/domains/versions/schema";
import { linkPathSchema } from "../schema";

export const linkTokenSchema = z.string().min(1).max(200);

/** Enters by a link's token; the answer sets the cookie that lets in from then on. */
export const enterLinkSchema = z.strictObject({
  token: linkTokenSchema,
  password: z.string().max(1000).optional(),
});
export const enteredLinkSchema = z.object({ linkId: idSchema });
export const nameGuestSchema = z.strictObject({
  name: nameSchema.refine((name) => [...name].length <= 60, `Keep it under 60 characters.`),
});

export const linkSongPathSchema = linkPathSchema.extend({ songId: idSchema });
export const linkCommentPathSchema = linkSongPathSchema.extend({ commentId: idSchema });
export const linkVersionPathSchema = linkSongPathSchema.extend({ versionId: idSchema });
export const linkCoverPathSchema = linkPathSchema.extend({ coverId: idSchema });

const songInLinkSchema = z.object({
  id: idSchema,
  name: z.string(),
  coverId: z.string().nullable(),
  durationSec: z.number().nullable(),
});

/** What a link leads to, as its guests see it. */
export const visitSchema = z.object({
  linkId: idSchema,
  /** Of the project, or of the one song. */
  name: z.string(),
  projectName: z.string(),
  extent: z.enum(["songs", "project"]),
  projectId: idSchema,
  coverId: z.string().nullable(),
  description: z.string(),
  sharedBy: z.string(),
  canComment: z.boolean(),
  canDownload: z.boolean(),
  canSeeVersions: z.boolean(),
  songs: z.array(songInLinkSchema),
  guest: z.object({
    id: idSchema,
    /** Null until they gave one. */
    name: z.string().nullable(),
    /** Whose their comments are; null until they gave a name. */
    authorId: idSchema.nullable(),
  }),
});

/** A version as guests see it: what is needed to hear it. */
export const visitVersionSchema = versionSchema
  .pick({
    ...{ id: true, number: true, label: true, durationSec: true, isPlayable: true, tempoBpm: true, camelot: true },
  })
  .extend({ hasPeaks: z.boolean(), createdAt: instantSchema });

export const visitSongSchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  coverId: z.string().nullable(),
  /** What the link plays; null while the song has no take. */
  playedVersionId: idSchema.nullable(),
  /** Newest first; that one alone where the link hides the others. */
  versions: z.array(visitVersionSchema),
});

/** What a guest's live stream tells: which part is another, never what it says. */
export const visitChangeSchema = z.object({ part: z.enum(["song", "comments"]) });

export type EnterLink = z.infer<typeof enterLinkSchema>;
export type VisitChange = z.infer<typeof visitChangeSchema>;
export type VisitSongView = z.infer<typeof visitSongSchema>;
export type VisitVersionView = z.infer<typeof visitVersionSchema>;
export type VisitView = z.infer<typeof visitSchema>;
