import { z } from "zod";

export const idSchema = z.uuid("This is not a valid id.");

/** Query of a list: `limit` items after `cursor`. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export type PageQuery = z.infer<typeof pageQuerySchema>;

export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** An instant as ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime();

export const personSchema = z.object({ id: idSchema, name: z.string() });

/** Path parameters that name a project, or a song within it. */
export const projectPathSchema = z.object({ projectId: idSchema });
export const songPathSchema = projectPathSchema.extend({ songId: idSchema });
export const versionPathSchema = songPathSchema.extend({ versionId: idSchema });
export const tagPathSchema = versionPathSchema.extend({ tagId: idSchema });
export const uploadPathSchema = songPathSchema.extend({ uploadId: idSchema });
export const commentPathSchema = songPathSchema.extend({ commentId: idSchema });
