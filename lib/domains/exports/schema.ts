import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { reportSpanSchema } from "@/lib/domains/activity/report/schema";

/** What notes can be written for, in the order in which they are offered. */
export const NOTES_FORMATS = ["reaper", "midi", "cubase", "audition", "wav", "pdf", "markdown", "csv", "json"] as const;
export const FRAME_RATES = ["23.976", "24", "25", "29.97", "29.97df", "30"] as const;
/** A day: no timeline begins later. */
const MAX_OFFSET_SEC = 86_400;

export const exportPathSchema = z.object({ exportId: idSchema });

/** The notes of a version for a tool. */
export const exportCommentsSchema = z.strictObject({
  format: z.enum(NOTES_FORMATS, `Choose one of ${NOTES_FORMATS.join(", ")}.`),
  /** Every note, or those that nobody resolved. */
  include: z.enum(["all", "open"], "Choose all or open.").default("all"),
  /** Where the sound begins on the tool's timeline. */
  offsetSec: z
    .number("Write it as 1:00:00, or in seconds.")
    .min(0, "A timeline begins at 0 or later.")
    .max(MAX_OFFSET_SEC, "A timeline begins within a day.")
    .default(0),
  frameRate: z.enum(FRAME_RATES, `Choose one of ${FRAME_RATES.join(", ")}.`).default("25"),
});

/** All of a project; there is nothing to choose. */
export const exportProjectSchema = z.strictObject({});

/** What was asked for, as its row keeps it. */
export const exportRequestSchema = z.discriminatedUnion("kind", [
  exportCommentsSchema.extend({ kind: z.literal("comments") }),
  z.strictObject({ kind: z.literal("archive") }),
  reportSpanSchema.extend({ kind: z.literal("report") }),
]);

export const exportSchema = z.object({
  id: idSchema,
  /** Null for a report on everything that one may open. */
  projectId: idSchema.nullable(),
  songId: idSchema.nullable(),
  versionId: idSchema.nullable(),
  /** What it is of, in the names of when it was asked for. */
  title: z.string(),
  request: exportRequestSchema,
  state: z.enum(["queued", "running", "completed", "expired", "failed", "cancelled"]),
  /** Null until it is known how much there is. */
  percent: z.number().int().min(0).max(100).nullable(),
  bytesDone: z.number(),
  fileName: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  /** Its file can be had until then. */
  expiresAt: instantSchema.nullable(),
});

export type ExportCommentsInput = z.input<typeof exportCommentsSchema>;
export type ExportRequest = z.infer<typeof exportRequestSchema>;
export type ExportView = z.infer<typeof exportSchema>;
export type ExportFormat = (typeof NOTES_FORMATS)[number];
