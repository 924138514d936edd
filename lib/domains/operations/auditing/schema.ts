import { z } from "zod";
import { idSchema, instantSchema, pageQuerySchema } from "@/lib/core/http-schema";

/** All that administrators can do, and nothing else: each act is written down under one of these. */
export const ACTS = [
  "person.verified",
  "person.sessions_ended",
  "person.invites_joined",
  "person.quota_set",
  "project.quota_set",
  "invite.resent",
  "mail.stopped",
  "mail.resumed",
  "mail.limit_set",
  "suppression.lifted",
  "remeasuring.started",
  "remeasuring.paused",
  "remeasuring.resumed",
  "work.retried",
  "work.discarded",
  "work.all_retried",
  "function.paused",
  "function.resumed",
  "alert.acknowledged",
  "alert.muted",
  "alert.unmuted",
] as const;

const actSchema = z.enum(ACTS);
export type Act = z.infer<typeof actSchema>;

/** Values that were changed. No secret, and no more than tells what was done. */
const valuesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
export type Values = z.infer<typeof valuesSchema>;

export const auditEntrySchema = z.object({
  id: idSchema,
  createdAt: instantSchema,
  actorId: idSchema,
  /** As they were called then. */
  actorName: z.string(),
  act: actSchema,
  targetKind: z.string(),
  targetId: z.string().nullable(),
  before: valuesSchema.nullable(),
  after: valuesSchema.nullable(),
  /** The request that did it, as its answer named it. */
  requestId: z.string().nullable(),
});
export type AuditEntryView = z.infer<typeof auditEntrySchema>;

const filterShape = {
  actorId: idSchema.optional(),
  act: actSchema.optional(),
  /** From this moment on. */
  from: instantSchema.optional(),
  /** Before this moment. */
  until: instantSchema.optional(),
};

export const auditQuerySchema = pageQuerySchema.extend(filterShape);
/** Filters, and which page of what they leave. */
export type AuditQuery = Omit<z.infer<typeof auditQuerySchema>, "limit"> & { limit?: number };

export const auditFileQuerySchema = z.object({ ...filterShape, format: z.enum(["csv", "jsonl"]) });
export type AuditFileQuery = z.infer<typeof auditFileQuerySchema>;

/** Newest first. `actors`: everybody who did something so far, to choose from. */
export const auditPageSchema = z.object({
  items: z.array(auditEntrySchema),
  nextCursor: z.string().nullable(),
  actors: z.array(z.object({ id: idSchema, name: z.string() })),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
