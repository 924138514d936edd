import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";

/** A reader's turn has come. Dropped when it is not started before `expiresAt`. */
export const READER_DUE = "digest/reader.due";

export const readerDueSchema = z.object({
  accountId: idSchema,
  localDate: z.iso.date(),
  expiresAt: z.iso.datetime(),
});

export type ReaderDue = z.infer<typeof readerDueSchema>;

/** Asks to plan at once instead of at the next tick of the schedule. */
export const PLAN_REQUESTED = "digest/plan.requested";
