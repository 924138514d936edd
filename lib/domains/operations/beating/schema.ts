import { z } from "zod";
import { instantSchema } from "@/lib/core/http-schema";

/** A function of the queue, as the process that serves it knows it. */
export const servedFunctionSchema = z.object({
  id: z.string(),
  events: z.array(z.string()),
  crons: z.array(z.string()),
  /** An event that is older is dropped by the queue, not worked on; null where it waits as long as it takes. */
  startWithinMs: z.number().nullable(),
});
export type ServedFunction = z.infer<typeof servedFunctionSchema>;

/** Whether the storage is this database's; `unknown` while it does not answer. */
export const storageStateSchema = z.enum(["same", "other", "unknown"]);

/** What a process says of itself. Secrets are in it as salted hashes only. */
export const processFactsSchema = z.object({
  pid: z.number().int(),
  versions: z.object({
    segno: z.string(),
    node: z.string(),
    ffmpeg: z.string().nullable(),
    postgres: z.string(),
    /** The newest migration of the database, as this process found it. */
    migration: z.string().nullable(),
  }),
  storage: z.object({
    state: storageStateSchema,
    endpoint: z.string(),
    bucket: z.string(),
    /** What was found wrong. */
    detail: z.string().nullable(),
  }),
  /** By variable; one that is not set is left out. */
  configuration: z.record(z.string(), z.string()),
  /** Of the disk under the data folder; null where there is none. */
  disk: z.object({ folder: z.string(), freeBytes: z.number(), totalBytes: z.number() }).nullable(),
  /** Empty: it takes no work from the queue. */
  functions: z.array(servedFunctionSchema),
});
export type ProcessFacts = z.infer<typeof processFactsSchema>;

/** A process as administrators see it. */
export const processViewSchema = z.object({
  id: z.string(),
  host: z.string(),
  startedAt: instantSchema,
  lastBeatAt: instantSchema,
  /** It gave a sign of life within the last minute. */
  isLiving: z.boolean(),
  pid: z.number().int(),
  versions: processFactsSchema.shape.versions,
  storage: processFactsSchema.shape.storage,
  disk: processFactsSchema.shape.disk,
  functionCount: z.number().int(),
});
export type ProcessView = z.infer<typeof processViewSchema>;
