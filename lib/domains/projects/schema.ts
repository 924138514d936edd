import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { nameSchema } from "@/lib/core/text";

export const roleSchema = z.enum(["listener", "commenter", "editor", "owner"]);

export const createProjectSchema = z.strictObject({ name: nameSchema });
export const updateProjectSchema = z.strictObject({ name: nameSchema });

export const projectSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Null for one who was given single songs of it only. */
  role: roleSchema.nullable(),
  songCount: z.number().int(),
  createdAt: instantSchema,
});

export type ProjectView = z.infer<typeof projectSchema>;
