import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { nameSchema } from "@/lib/core/text";
import { roleSchema } from "@/lib/domains/projects/schema";
import { versionSchema } from "@/lib/domains/versions/schema";

export const createSongSchema = z.strictObject({ name: nameSchema });
export const updateSongSchema = z.strictObject({ name: nameSchema });

/** A song in a list: its newest version in short. */
export const songItemSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  projectName: z.string(),
  name: z.string(),
  versionCount: z.number().int(),
  openCommentCount: z.number().int(),
  latest: versionSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});

/** A song whole: versions newest first, and the sequence its live stream goes on from. */
export const songSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  projectName: z.string(),
  name: z.string(),
  role: roleSchema,
  eventSeq: z.number().int(),
  versions: z.array(versionSchema),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});

export type SongItem = z.infer<typeof songItemSchema>;
export type SongView = z.infer<typeof songSchema>;
