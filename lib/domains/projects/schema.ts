import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { nameSchema } from "@/lib/core/text";

export const roleSchema = z.enum(["listener", "commenter", "editor", "owner"]);

export const createProjectSchema = z.strictObject({ name: nameSchema });
export const updateProjectSchema = z.strictObject({ name: nameSchema });

/** Whether a model may suggest tags. */
export const aiSchema = z.object({
  /** Whom the project's sound is told to, and whether a clip of it goes with its figures; null where the host set no model. */
  recipient: z.object({ host: z.string(), model: z.string(), getsSound: z.boolean() }).nullable(),
  /** The owner allowed just this. */
  isOn: z.boolean(),
});

/** Consent names what its giver was shown, so that it is given to nothing else. */
export const aiConsentSchema = z.discriminatedUnion("isOn", [
  z.strictObject({ isOn: z.literal(true), host: z.string().min(1).max(300), getsSound: z.boolean() }),
  z.strictObject({ isOn: z.literal(false) }),
]);

export const projectSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Null for one who was given single songs of it only. */
  role: roleSchema.nullable(),
  songCount: z.number().int(),
  ai: aiSchema,
  createdAt: instantSchema,
});

export type AiView = z.infer<typeof aiSchema>;
export type AiConsent = z.infer<typeof aiConsentSchema>;
export type ProjectView = z.infer<typeof projectSchema>;
