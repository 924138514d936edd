import { z } from "zod";
import { idSchema, instantSchema, personSchema } from "@/lib/core/http-schema";
import { descriptionSchema, nameSchema } from "@/lib/core/text";

export const roleSchema = z.enum(["listener", "commenter", "editor", "owner"]);

export const createProjectSchema = z.strictObject({ name: nameSchema });

/** What is left out stays as it is. */
export const updateProjectSchema = z
  .strictObject({
    name: nameSchema,
    description: descriptionSchema,
    /** One of the project's covers of before, or null for none: one that is made from its id. */
    coverId: idSchema.nullable(),
    isArchived: z.boolean(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Say what to change.");

/** Whether a model may suggest tags. */
export const aiSchema = z.object({
  /** Whom the project's sound is told to, and whether a clip of it goes with its figures; null where the host set no model. */
  recipient: z.object({ host: z.string(), model: z.string(), getsSound: z.boolean() }).nullable(),
  /** The owner allowed just this. */
  isOn: z.boolean(),
  /** And that the words of notes are sent for briefs. */
  readsNotes: z.boolean(),
});

/** Consent names what its giver was shown, so that it is given to nothing else. */
export const aiConsentSchema = z.discriminatedUnion("isOn", [
  z.strictObject({
    isOn: z.literal(true),
    host: z.string().min(1).max(300),
    getsSound: z.boolean(),
    readsNotes: z.boolean().optional(),
  }),
  z.strictObject({ isOn: z.literal(false) }),
]);

export const projectSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Empty for those who were given single songs of it only. */
  description: z.string(),
  /** Null for one that is made from its id, and for those who were given single songs of it only. */
  coverId: idSchema.nullable(),
  /** Null for one who was given single songs of it only. */
  role: roleSchema.nullable(),
  /** Without those in the archive. */
  songCount: z.number().int(),
  archivedSongCount: z.number().int(),
  /** Out of the lists, and closed for uploads. */
  isArchived: z.boolean(),
  ai: aiSchema,
  /** How it may come to another owner; null where nobody was asked, or it is not the reader's to know. */
  handover: z
    .object({
      /** The owner; null when they deleted their account. */
      from: personSchema.nullable(),
      /** Who was asked. */
      to: personSchema.nullable(),
      /** The reader may become the owner. */
      canTake: z.boolean(),
    })
    .nullable(),
  createdAt: instantSchema,
});

export type AiView = z.infer<typeof aiSchema>;
export type AiConsent = z.infer<typeof aiConsentSchema>;
export type ProjectChange = z.infer<typeof updateProjectSchema>;
export type ProjectView = z.infer<typeof projectSchema>;
