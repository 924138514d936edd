import { z } from "zod";
import { instantSchema } from "@/lib/core/http-schema";

/** Functions of the queue that may be held up, with what each does. */
export const PAUSABLE = {
  "analyze-version": "Verifies and measures new takes",
  "preview-version": "Makes what is listened to",
  "suggest-tags": "Asks a model for tags",
  "make-export": "Makes files that somebody asked for",
  "write-brief": "Writes briefs of notes",
  "plan-digests": "Finds whose digest is due",
  "send-digests": "Writes and sends digests",
} as const;

/** Those that may not, with the reason. Every function is in one of these lists. */
export const UNPAUSABLE = {
  "remeasure-versions": "It is paused above, and then goes on where it was.",
  "resume-function": "It lets the others go on.",
  "sweep-mail": "It sends account mail: links to verify and to reset. Digests are stopped on the page Mail.",
  "sweep-uploads": "It mends what crashes left of uploads and analyses.",
  "sweep-exports": "It ends files that were kept long enough.",
  "sweep-briefs": "It ends briefs that nobody writes any more.",
} as const;

export type PausableFunction = keyof typeof PAUSABLE;
const functionIdSchema = z.enum(Object.keys(PAUSABLE) as [PausableFunction, ...PausableFunction[]]);

export function isPausable(functionId: string): functionId is PausableFunction {
  return functionIdSchema.safeParse(functionId).success;
}

/** Any name: who may not pause at all is told that first. */
export const functionPathSchema = z.object({ functionId: z.string().max(100) });
/** A paused function begins nothing; what it has begun comes to its end. */
export const changePausingSchema = z.strictObject({ isPaused: z.boolean() });

export const pausingSchema = z.object({
  functions: z.array(
    z.object({
      id: functionIdSchema,
      does: z.string(),
      /** Null while it goes. */
      paused: z.object({ by: z.string(), at: instantSchema }).nullable(),
      /** Runs that wait for it to be resumed. */
      held: z.int(),
    }),
  ),
  unpausable: z.array(z.object({ id: z.string(), reason: z.string() })),
});
export type PausingView = z.infer<typeof pausingSchema>;
