import { z } from "zod";
import { idSchema, instantSchema, personSchema, versionPathSchema } from "@/lib/core/http-schema";

export const MAX_REQUEST_LENGTH = 1000;

const keySchema = z
  .string()
  .min(1, "Give the request a key of its own.")
  .max(100)
  .regex(/^[ -~]*$/, "Make the key of letters, digits and signs of ASCII.");

/** `rules` works everywhere; `ai` where a model is set up and the project's owner lets it read notes. */
export const composerSchema = z.enum(["rules", "ai"]);

/** The same key answers the same brief. Without `composer`: the model where there is one. */
export const makeBriefSchema = z.strictObject({ idempotencyKey: keySchema, composer: composerSchema.optional() });

/** A further wish: "shorter", "group by instrument", or free words. */
export const askTurnSchema = z.strictObject({
  idempotencyKey: keySchema,
  text: z
    .string()
    .trim()
    .min(1, "Write what to change.")
    .max(MAX_REQUEST_LENGTH, `Keep it under ${MAX_REQUEST_LENGTH} characters.`)
    .refine((text) => !/[^\P{Cc}\n\t\r]/u.test(text), "Leave out control characters."),
});

export const checkItemSchema = z.strictObject({ isDone: z.boolean() });

/** Resume after the event of this number; `Last-Event-ID` wins over it. */
export const briefStreamQuerySchema = z.object({ after: z.coerce.number().int().min(0).optional() });

export const briefPathSchema = versionPathSchema.extend({ briefId: idSchema });
export const briefTurnPathSchema = briefPathSchema.extend({ turnId: idSchema });
export const briefItemPathSchema = briefPathSchema.extend({ itemId: idSchema });

export const turnStateSchema = z.enum(["queued", "writing", "done", "failed", "cancelled"]);

const usageSchema = z.object({ inputTokens: z.number().int(), outputTokens: z.number().int() });

const failureSchema = z.object({
  /** Stable, for programs. */
  reason: z.string(),
  message: z.string(),
  canRetry: z.boolean(),
  /** When the model asked for a pause. */
  retryAfterSec: z.number().int().optional(),
});

export const briefTurnSchema = z.object({
  id: idSchema,
  number: z.number().int(),
  role: z.enum(["person", "assistant"]),
  author: personSchema.nullable(),
  composer: composerSchema.nullable(),
  model: z.string().nullable(),
  state: turnStateSchema,
  /** What the person asked; what was answered. */
  text: z.string(),
  /** What is written so far, while it is written. */
  draft: z.string(),
  usage: usageSchema.nullable(),
  failure: failureSchema.nullable(),
  createdAt: instantSchema,
  endedAt: instantSchema.nullable(),
});

const conflictSchema = z.object({
  what: z.string(),
  sides: z.array(z.object({ says: z.string(), noteIds: z.array(idSchema) })),
});

/** One thing to do. A note stands in exactly one of a document. */
export const briefItemSchema = z.object({
  /** Stays the same through refinements, as long as the first of its notes does. */
  id: idSchema,
  what: z.string(),
  startSec: z.number().nullable(),
  endSec: z.number().nullable(),
  /** The notes it is made of, at least one. */
  noteIds: z.array(idSchema),
  /** Whose notes these are. */
  people: z.array(personSchema),
  /** Who wants what, where people want opposite things. */
  conflict: conflictSchema.nullable(),
  isDone: z.boolean(),
  doneBy: personSchema.nullable(),
  doneAt: instantSchema.nullable(),
});

export const briefDocumentSchema = z.object({
  turnId: idSchema,
  /** Of the turn. */
  number: z.number().int(),
  title: z.string(),
  groups: z.array(z.object({ id: z.string(), title: z.string(), items: z.array(briefItemSchema) })),
});

export const briefSchema = z.object({
  id: idSchema,
  songId: idSchema,
  versionId: idSchema,
  versionNumber: z.number().int(),
  createdBy: personSchema,
  createdAt: instantSchema,
  /** What can write an answer now. */
  composers: z.array(composerSchema),
  /** Where the stream goes on. */
  seq: z.number().int(),
  turns: z.array(briefTurnSchema),
  /** The newest there is. */
  document: briefDocumentSchema.nullable(),
});

export const briefListSchema = z.object({ items: z.array(briefSchema) });

/** What a brief's stream tells, by type, after `ready`; see docs/streams.md. It ends after the last three, and after `idle`. */
export const briefEventSchemas = {
  token: z.object({ turnId: idSchema, text: z.string() }),
  /** A new attempt: what was written before is void. */
  restart: z.object({ turnId: idSchema }),
  document: z.object({ turnId: idSchema, document: briefDocumentSchema }),
  done: z.object({ turnId: idSchema, turn: briefTurnSchema }),
  failed: z.object({ turnId: idSchema, turn: briefTurnSchema }),
  cancelled: z.object({ turnId: idSchema, turn: briefTurnSchema }),
} as const;

export const briefReadySchema = z.object({
  briefId: idSchema,
  /** The turn that is followed. */
  turnId: idSchema,
  state: turnStateSchema,
  resumedFrom: z.number().int(),
  head: z.number().int(),
  /** Something in between is not told any more: read the brief anew. */
  hasGap: z.boolean(),
});

export type BriefComposer = z.infer<typeof composerSchema>;
export type BriefTurnState = z.infer<typeof turnStateSchema>;
export type BriefTurnView = z.infer<typeof briefTurnSchema>;
export type BriefItemView = z.infer<typeof briefItemSchema>;
export type BriefDocumentView = z.infer<typeof briefDocumentSchema>;
export type BriefView = z.infer<typeof briefSchema>;
export type BriefEventType = keyof typeof briefEventSchemas;
export type BriefEventPayload<T extends BriefEventType> = z.infer<(typeof briefEventSchemas)[T]>;
export type BriefReady = z.infer<typeof briefReadySchema>;
export type MakeBriefInput = z.infer<typeof makeBriefSchema>;
export type AskTurnInput = z.infer<typeof askTurnSchema>;
