import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";

const trashKindSchema = z.enum(["project", "song", "version", "attachment"]);
export type TrashKind = z.infer<typeof trashKindSchema>;

/** Something deleted that the person may bring back. */
export const trashItemSchema = z.object({
  kind: trashKindSchema,
  id: idSchema,
  /** A project's, a song's or a file's name; of a version, the name of its file. */
  name: z.string(),
  projectId: idSchema,
  projectName: z.string(),
  /** Of whatever is no project. */
  songId: idSchema.nullable(),
  songName: z.string().nullable(),
  /** Of a version. */
  number: z.int().nullable(),
  deletedAt: instantSchema,
  /** From then on it can't be brought back. */
  keptUntil: instantSchema,
  /** It lay in a project of one's own: one may delete it for good. */
  isOwn: z.boolean(),
});
export type TrashItem = z.infer<typeof trashItemSchema>;

export const trashSchema = z.object({ items: z.array(trashItemSchema) });
export const trashItemParamsSchema = z.object({ itemId: idSchema });
