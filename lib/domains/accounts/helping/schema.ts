import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { emailSchema } from "../schema";

export const peopleQuerySchema = z.object({ email: emailSchema });
export const helpPathSchema = z.object({ accountId: idSchema });

/** Somebody with an account, as an administrator sees them who was asked for help. */
export const helpedPersonSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  createdAt: instantSchema,
  verifiedAt: instantSchema.nullable(),
  /** Invites to this address that wait for it to be verified. */
  waitingInvites: z.number().int(),
});
/** One, or nobody: addresses are not listed. */
export const helpedPeopleSchema = z.object({ items: z.array(helpedPersonSchema) });

export type HelpedPerson = z.infer<typeof helpedPersonSchema>;
