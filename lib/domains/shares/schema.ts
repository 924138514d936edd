import { z } from "zod";
import { idSchema, instantSchema, personSchema } from "@/lib/core/http-schema";
import { emailSchema } from "@/lib/domains/accounts/schema";
import { roleSchema } from "@/lib/domains/projects/schema";

/** What one may give away. Ownership is not given by an invite. */
export const givenRoleSchema = z.enum(["listener", "commenter", "editor"]);

/** People by e-mail, to the project or, with `songId`, to one song of it. */
export const createShareSchema = z.strictObject({
  email: emailSchema,
  role: givenRoleSchema,
  songId: idSchema.optional(),
  /** The files of versions and those beside them, and versions but the current one. Editors may always. */
  canDownload: z.boolean().default(true),
  canSeeVersions: z.boolean().default(true),
});

/** Another role, or switches of a listener's or commenter's share; what is left out stays as it is. */
export const updateShareSchema = z
  .strictObject({ role: givenRoleSchema, canDownload: z.boolean(), canSeeVersions: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Say what to change.");

export const inviteSchema = z.object({
  id: idSchema,
  email: z.string(),
  role: roleSchema,
  canDownload: z.boolean(),
  canSeeVersions: z.boolean(),
  songId: idSchema.nullable(),
  state: z.enum(["pending", "accepted", "withdrawn"]),
  /** How its mail fared: on its way, waiting, what the provider told of it later, or why it did not go. */
  mail: z.enum([
    ...["pending", "sent", "delivered", "opened", "deferred"],
    ...["bounced", "complained", "failed", "expired", "none"],
  ] as const),
  /** Opens without any mail: whoever holds it may accept once. Shown to those who may share. */
  link: z.string(),
  /** Who used it, which need not be whom it was mailed to, and when. */
  acceptedBy: personSchema.nullable(),
  acceptedAt: instantSchema.nullable(),
  createdAt: instantSchema,
});

export const memberSchema = z.object({
  membershipId: idSchema,
  person: personSchema,
  /** Null for readers who may not share. */
  email: z.string().nullable(),
  role: roleSchema,
  canDownload: z.boolean(),
  canSeeVersions: z.boolean(),
  songId: idSchema.nullable(),
});

export const sharesSchema = z.object({ members: z.array(memberSchema), invites: z.array(inviteSchema) });
/** Either somebody with an account now has access, or an invite waits. */
export const createdShareSchema = z.object({ member: memberSchema.nullable(), invite: inviteSchema.nullable() });

export const acceptInviteSchema = z.strictObject({ token: z.string().min(10).max(300) });
export const acceptedInviteSchema = z.object({ projectId: idSchema, songId: idSchema.nullable() });

/** What an invite's link is for, told to whoever holds it. */
export const inviteInfoSchema = z.object({
  inviter: z.string(),
  projectName: z.string(),
  songName: z.string().nullable(),
  role: roleSchema,
  state: z.enum(["pending", "accepted", "withdrawn"]),
});
/** With `songId`, who may open that song; else the whole project's. */
export const sharesQuerySchema = z.object({ songId: idSchema.optional() });

export type InviteInfo = z.infer<typeof inviteInfoSchema>;
export type CreatedShare = z.infer<typeof createdShareSchema>;
export type CreateShareInput = z.input<typeof createShareSchema>;
export type ShareChange = z.infer<typeof updateShareSchema>;
export type InviteView = z.infer<typeof inviteSchema>;
export type MemberView = z.infer<typeof memberSchema>;
export type SharesView = z.infer<typeof sharesSchema>;
