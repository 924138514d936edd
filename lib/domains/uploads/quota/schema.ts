import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";

const bytesSchema = z.number().int().min(0);

/** What takes of one's own projects come to: arrived or announced, the trash included. */
export const storageUseSchema = z.object({
  usedBytes: bytesSchema,
  /** Of that, what lies in the trash. */
  trashBytes: bytesSchema,
  /** Null where this Segno sets no limit. */
  quotaBytes: bytesSchema.nullable(),
  projectQuotaBytes: bytesSchema.nullable(),
  /** The largest first. */
  projects: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      isDeleted: z.boolean(),
      usedBytes: bytesSchema,
      trashBytes: bytesSchema,
    }),
  ),
});

export type StorageUse = z.infer<typeof storageUseSchema>;
