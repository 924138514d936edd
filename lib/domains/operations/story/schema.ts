import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";

/** Of an upload, a version, or a request that had to do with one. */
export const storyQuerySchema = z.object({ id: idSchema });

/**
 * `done` happened then; `waits` has not, and has been expected since then; `missing` should be known and is not; `failed` ended
 * badly then.
 */
const stepSchema = z.object({
  at: instantSchema.nullable(),
  how: z.enum(["done", "waits", "missing", "failed"]),
  what: z.string(),
  detail: z.string(),
  /** The request that did it, where one is known. */
  requestId: z.string().nullable(),
});
export type StoryStep = z.infer<typeof stepSchema>;

export const storySchema = z.object({
  upload: z.object({
    id: idSchema,
    fileName: z.string(),
    sizeBytes: z.int(),
    by: z.string(),
    projectId: idSchema,
    songId: idSchema,
    songName: z.string(),
    versionId: idSchema.nullable(),
  }),
  /** In the order in which they happened, or were to. */
  steps: z.array(stepSchema),
  /** Who was to hear of it. */
  heard: z.array(
    z.object({
      name: z.string(),
      toldAt: instantSchema,
      seenAt: instantSchema.nullable(),
      /** In a mail: at once, or with a digest. */
      mailedAt: instantSchema.nullable(),
    }),
  ),
});
export type Story = z.infer<typeof storySchema>;
