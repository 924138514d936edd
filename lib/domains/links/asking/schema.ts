import { z } from "zod";
import { emailSchema } from "@/lib/domains/accounts/schema";
import { linkTokenSchema } from "../visiting/schema";

/** Asks whoever shares it to be let in. */
export const askAccessSchema = z.strictObject({
  token: linkTokenSchema,
  email: emailSchema,
  words: z.string().trim().max(500, "Keep it under 500 characters.").default(""),
});
/** The same for every link, whether there is one or not. */
export const askedAccessSchema = z.object({ status: z.literal("asked") });

export type AskAccess = z.output<typeof askAccessSchema>;
