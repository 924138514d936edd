import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { storageUseSchema } from "@/lib/domains/uploads/quota/schema";
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
  /** Where they are signed in, and API tokens that work. */
  sessions: z.number().int(),
  apiTokens: z.number().int(),
  storage: storageUseSchema,
});

/** An invite to an address, whether anybody has an account with it or not. */
export const helpedInviteSchema = z.object({
  id: idSchema,
  projectName: z.string(),
  songName: z.string().nullable(),
  invitedBy: z.string(),
  createdAt: instantSchema,
  /** How often it was mailed. */
  mails: z.number().int(),
});

/** One, or nobody: addresses are not listed. `invites`: those to this address that wait. */
export const helpedPeopleSchema = z.object({
  items: z.array(helpedPersonSchema),
  invites: z.array(helpedInviteSchema),
});

/** Ends where somebody is signed in; with `withTokens` their API tokens as well. */
export const endSessionsSchema = z.strictObject({ withTokens: z.boolean() });
export const invitePathSchema = z.object({ inviteId: idSchema });

export type HelpedPeople = z.infer<typeof helpedPeopleSchema>;
export type HelpedInvite = z.infer<typeof helpedInviteSchema>;

export type HelpedPerson = z.infer<typeof helpedPersonSchema>;
