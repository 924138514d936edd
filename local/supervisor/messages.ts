import { z } from "zod";

/** What a stand-in's process tells the supervisor. */
export const childMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("listening") }),
  z.object({ type: z.literal("ready"), url: z.string() }),
  z.object({ type: z.literal("report"), message: z.string() }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);
export type ChildMessage = z.infer<typeof childMessage>;

/** What the supervisor tells a stand-in's process. */
export const orderMessage = z.object({
  part: z.enum(["postgres", "s3", "inngest", "mail"]),
  options: z.record(z.string(), z.unknown()),
});
