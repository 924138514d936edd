import { z } from "zod";
import { instantSchema } from "@/lib/core/http-schema";

const countSchema = z.number().int();

/** What the sweeper did in the last day. */
export const sweepsSchema = z.object({
  /** Null before the first run. */
  lastRunAt: instantSchema.nullable(),
  runs: countSchema,
  finished: countSchema,
  expired: countSchema,
  cleaned: countSchema,
  orphanUploads: countSchema,
  failed: countSchema,
  purged: countSchema,
  objects: countSchema,
  orphans: countSchema,
  orphanBytes: z.number(),
});
export type SweepsView = z.infer<typeof sweepsSchema>;
