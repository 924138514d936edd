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
      /** How much it may hold; null: as much as its owner may. */
      quotaBytes: bytesSchema.nullable(),
      isDeleted: z.boolean(),
      usedBytes: bytesSchema,
      trashBytes: bytesSchema,
    }),
  ),
});

/** More than any storage has; whoever means no limit sets none in the configuration. */
const MOST_BYTES = 2 ** 50;

/** How much there may be; null: as configured. */
export const setQuotaSchema = z.strictObject({ quotaBytes: bytesSchema.max(MOST_BYTES).nullable() });
export const quotaSchema = z.object({ quotaBytes: bytesSchema.nullable() });

export type StorageUse = z.infer<typeof storageUseSchema>;
