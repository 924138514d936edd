import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";

export const requestPathSchema = z.object({ requestId: idSchema });

/** Lets them in with what the link allowed, or does not; nobody is told of a refusal. */
export const answerAccessSchema = z.strictObject({
  answer: z.enum(["granted", "refused"], "Choose granted or refused."),
});

/** Somebody who asks to be let in, and what to: the songs of the link, or with none of them the project. */
export const accessRequestSchema = z.object({
  id: idSchema,
  email: z.string(),
  words: z.string(),
  projectId: idSchema,
  projectName: z.string(),
  songs: z.array(z.object({ id: idSchema, name: z.string() })),
  /** What they would be given. */
  canComment: z.boolean(),
  canDownload: z.boolean(),
  linkLabel: z.string(),
  createdAt: instantSchema,
});
export const accessRequestListSchema = z.object({ items: z.array(accessRequestSchema) });

export type AnswerAccess = z.infer<typeof answerAccessSchema>;
export type AccessRequestView = z.infer<typeof accessRequestSchema>;
