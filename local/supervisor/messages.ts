import { z } from "zod";

/** What a stand-in's process tells the supervisor. `held` and `released` answer the orders of the same name. */
export const childMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("listening") }),
  z.object({ type: z.literal("ready"), url: z.string() }),
  z.object({ type: z.literal("report"), level: z.enum(["info", "warn", "error"]), message: z.string() }),
  z.object({ type: z.literal("failed"), message: z.string() }),
  z.object({ type: z.literal("held") }),
  z.object({ type: z.literal("released") }),
]);
export type ChildMessage = z.infer<typeof childMessage>;

/** What the supervisor tells a stand-in's process. */
export const orderMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    part: z.enum(["postgres", "s3", "inngest", "mail"]),
    options: z.record(z.string(), z.unknown()),
  }),
  z.object({ type: z.literal("hold") }),
  z.object({ type: z.literal("release") }),
]);
export type OrderMessage = z.input<typeof orderMessage>;
