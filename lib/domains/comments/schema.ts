import { z } from "zod";
import { idSchema, instantSchema, pageQuerySchema, personSchema } from "@/lib/core/http-schema";

export const MAX_COMMENT_LENGTH = 5000;

const bodySchema = z
  .string()
  .trim()
  .min(1, "Write a few words.")
  .max(MAX_COMMENT_LENGTH, `Keep it under ${MAX_COMMENT_LENGTH} characters.`);
/** Who is spoken to, by id: of those who may open the song. */
const mentionsSchema = z.array(idSchema).max(20, "Mention at most 20 people at once.").default([]);
/** A place in a sound in seconds, kept to the millisecond. */
const secondsSchema = z.number().min(0, "Before the start there is nothing to mark.").max(86_400);

export const createCommentSchema = z
  .strictObject({
    versionId: idSchema,
    body: bodySchema,
    mentions: mentionsSchema,
    startSec: secondsSchema.nullable().default(null),
    endSec: secondsSchema.nullable().default(null),
  })
  .refine((comment) => comment.endSec === null || (comment.startSec !== null && comment.endSec > comment.startSec), {
    path: ["endSec"],
    message: "A range ends after it starts.",
  });
export const updateCommentSchema = z.strictObject({ body: bodySchema });
export const createReplySchema = z.strictObject({ body: bodySchema, mentions: mentionsSchema });
export const resolveSchema = z.strictObject({ isResolved: z.boolean() });

/** Comments of one version, or of all. */
export const commentListQuerySchema = pageQuerySchema.extend({ versionId: idSchema.optional() });

/** `isGuest` of one who came by a link, under a name that nobody vouches for. */
const authorSchema = personSchema.extend({ isGuest: z.literal(true).optional() });

export const replySchema = z.object({
  id: idSchema,
  author: authorSchema,
  body: z.string(),
  mentions: z.array(personSchema),
  editedAt: instantSchema.nullable(),
  createdAt: instantSchema,
});
export const commentSchema = replySchema.extend({
  songId: idSchema,
  versionId: idSchema,
  versionNumber: z.number().int(),
  startSec: z.number().nullable(),
  endSec: z.number().nullable(),
  resolvedAt: instantSchema.nullable(),
  resolvedBy: personSchema.nullable(),
  replies: z.array(replySchema),
});

export type CommentListQuery = z.infer<typeof commentListQuerySchema>;
export type CreateCommentInput = z.input<typeof createCommentSchema> & {
  startSec: number | null;
  endSec: number | null;
};
export type CreateReplyInput = z.input<typeof createReplySchema>;
export type CommentView = z.infer<typeof commentSchema>;
export type ReplyView = z.infer<typeof replySchema>;
