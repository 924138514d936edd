import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";

/** A word about a version's sound, why it is there, and how sure its source is (0 to 1). */
export const tagSchema = z.object({
  id: idSchema,
  name: z.string(),
  label: z.string(),
  explanation: z.string(),
  value: z.string().nullable(),
  source: z.enum(["measured", "ai", "person"]),
  confidence: z.number(),
  evidence: z.array(z.object({ field: z.string(), value: z.union([z.number(), z.string(), z.boolean(), z.null()]) })),
  state: z.enum(["suggested", "accepted", "dismissed"]),
});

export type TagView = z.infer<typeof tagSchema>;
