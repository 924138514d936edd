import { z } from "zod";
import { instantSchema } from "@/lib/core/http-schema";

export const orphansQuerySchema = z.object({ after: z.string().min(1).max(1024).optional() });

/** A page of the look through storage, and what in it belongs to no upload. Nothing is removed by looking. */
export const orphanPageSchema = z.object({
  looked: z.number().int(),
  orphans: z.array(
    z.object({
      key: z.string(),
      sizeBytes: z.number(),
      modifiedAt: instantSchema,
      /** The sweeper removes it from then on. */
      removedAfter: instantSchema,
    }),
  ),
  /** Where the next page begins; null at the end. */
  next: z.string().nullable(),
});
export type OrphanPage = z.infer<typeof orphanPageSchema>;
