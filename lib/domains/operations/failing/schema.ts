import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";

/** Kinds of work that can fail for good, in the order in which they are shown. */
export const FAILURE_KINDS = ["analysis", "tags", "export", "brief", "mail"] as const;
const kindSchema = z.enum(FAILURE_KINDS);
export type FailureKind = z.infer<typeof kindSchema>;

export const failureSchema = z.object({
  kind: kindSchema,
  /** Of the version, export, answer or mail. */
  id: idSchema,
  /** What it is of, in the names of now. */
  title: z.string(),
  /** The case, for programs. */
  reason: z.string(),
  /** The same for people; empty where nobody wrote one. */
  message: z.string(),
  failedAt: instantSchema,
});
export type FailureView = z.infer<typeof failureSchema>;

/** The newest first. `counts`: how many there are, also beyond those listed. */
export const failuresSchema = z.object({
  items: z.array(failureSchema),
  counts: z.object(Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, z.int()])) as Record<FailureKind, z.ZodInt>),
});
export type FailuresView = z.infer<typeof failuresSchema>;

/**
 * `retry` begins one anew, `retry_all` all of a kind; `discard` takes one off the list, and changes nothing of what people see.
 * Mails can't be tried again: their words are gone with their secrets.
 */
export const changeFailuresSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("retry"), kind: kindSchema.exclude(["mail"]), id: idSchema }),
  z.strictObject({ action: z.literal("discard"), kind: kindSchema, id: idSchema }),
  z.strictObject({ action: z.literal("retry_all"), kind: kindSchema.exclude(["mail"]) }),
]);
export type ChangeFailuresInput = z.infer<typeof changeFailuresSchema>;
export type RetriedKind = Exclude<FailureKind, "mail">;

/** What came of it: all that could be were begun in one go, and the rest says why not. */
export const changedFailuresSchema = z.object({
  done: z.int(),
  refused: z.array(z.object({ id: idSchema, why: z.string() })),
  failures: failuresSchema,
});
export type ChangedFailures = z.infer<typeof changedFailuresSchema>;
