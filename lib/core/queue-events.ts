import { z } from "zod";
import { idSchema } from "./http-schema";

/** Sent once a version's bytes are safe in storage, and again when somebody asks for another try. */
export const VERSION_UPLOADED = "version/uploaded";
/** Sent once a version is measured: what is listened to can be made. */
export const VERSION_MEASURED = "version/measured";
/** Asks to measure again what an older engine measured; sent again after each stretch of it. */
export const REMEASURE_REQUESTED = "versions/remeasure.requested";
/** Somebody asks a model for tags of a version once more. */
export const TAGS_REQUESTED = "tags/requested";
/** Somebody asked for a brief of a version's notes, or for a change of it. */
export const BRIEF_REQUESTED = "brief/requested";
/** Some readers' turn has come. Dropped when it is not started before `expiresAt`. */
export const READERS_DUE = "digest/readers.due";
/** Readers in one such turn: as many as the mail provider takes mails in one call. */
export const MAX_READERS_DUE = 100;
/** Asks to plan at once instead of at the next tick of the schedule. */
export const PLAN_REQUESTED = "digest/plan.requested";

/** Somebody wants a file made. Of one that was asked for again, the last `run` alone counts. */
export const EXPORT_REQUESTED = "export/requested";

/** A function that was paused goes again: its runs that wait are to hear it. */
export const RESUME_REQUESTED = "functions/resume.requested";
/** Tells runs that wait. Sent by a function, waited for by others; nothing is started by it. */
export const FUNCTION_RESUMED = "functions/resumed";

/** Every event the app can give to the queue, with what it carries. One that no function consumes keeps the app from starting. */
export const queueEventSchemas = {
  [VERSION_UPLOADED]: z.object({ versionId: idSchema }),
  [VERSION_MEASURED]: z.object({ versionId: idSchema }),
  [REMEASURE_REQUESTED]: z.object({ engine: z.string() }),
  [TAGS_REQUESTED]: z.object({ versionId: idSchema }),
  [BRIEF_REQUESTED]: z.object({ turnId: idSchema }),
  [READERS_DUE]: z.object({
    readers: z
      .array(z.object({ accountId: idSchema, localDate: z.iso.date() }))
      .min(1)
      .max(MAX_READERS_DUE),
    expiresAt: z.iso.datetime(),
  }),
  [PLAN_REQUESTED]: z.object({}),
  [EXPORT_REQUESTED]: z.object({
    exportId: idSchema,
    run: z.number().int(),
    kind: z.enum(["comments", "archive", "report"]),
  }),
  [RESUME_REQUESTED]: z.object({ functionId: z.string() }),
};

export type QueueEventName = keyof typeof queueEventSchemas;
export type QueueEventData<Name extends QueueEventName> = z.infer<(typeof queueEventSchemas)[Name]>;

/** `id` makes a repeated send one event. */
export type QueueEvent = {
  [Name in QueueEventName]: { id?: string; name: Name; data: QueueEventData<Name> };
}[QueueEventName];
