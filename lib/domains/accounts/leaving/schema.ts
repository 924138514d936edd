import { z } from "zod";
import { idSchema, personSchema } from "@/lib/core/http-schema";
import { knownPasswordSchema } from "../schema";

/** What becomes of each project one owns. */
export const projectPlanSchema = z
  .array(
    z.strictObject({
      projectId: idSchema,
      /** Which member is asked to own it; null: it is deleted for everybody. */
      offerTo: idSchema.nullable(),
    }),
  )
  .max(10_000);

export const askDeletionSchema = z.strictObject({
  /** Left out by who has none and has just signed in. */
  currentPassword: knownPasswordSchema.optional(),
  projects: projectPlanSchema,
});

/** What has to be decided before an account can be deleted. */
export const leavingSchema = z.object({
  /** Without one the proof is a sign-in of the last ten minutes. */
  hasPassword: z.boolean(),
  isFresh: z.boolean(),
  projects: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      songCount: z.number().int(),
      /** Who may be asked to own it. */
      members: z.array(personSchema),
    }),
  ),
});

export type ProjectPlan = z.infer<typeof projectPlanSchema>;
export type Leaving = z.infer<typeof leavingSchema>;
