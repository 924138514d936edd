import { z } from "zod";
import { idSchema, instantSchema, personSchema, projectPathSchema } from "@/lib/core/http-schema";

export const MAX_LINK_SONGS = 100;
const MAX_GUESTS = 10_000;
const LONGEST_PASSWORD = 200;

/** A link's own words, for those who look after it. */
const labelSchema = z
  .string()
  .trim()
  .max(80, "Keep it under 80 characters.")
  .refine((label) => !/\p{Cc}/u.test(label), "Leave out control characters such as line breaks.");

const passwordSchema = z
  .string()
  .min(4, "Take at least 4 characters.")
  .max(LONGEST_PASSWORD, `Keep it under ${LONGEST_PASSWORD} characters.`);

/** What a link allows, and for how long. */
const switches = {
  label: labelSchema,
  canComment: z.boolean(),
  canDownload: z.boolean(),
  canSeeVersions: z.boolean(),
  /** Plays this version for ever; null: the current one of each song. For a link to one song. */
  pinnedVersionId: idSchema.nullable(),
  /** Null: none is asked for. */
  password: passwordSchema.nullable(),
  expiresAt: instantSchema.nullable(),
  /** How many guests may enter, each counted once; null: any number. */
  maxGuests: z
    .number()
    .int("A whole number, please.")
    .min(1, "At least one guest.")
    .max(MAX_GUESTS, `At most ${MAX_GUESTS} guests.`)
    .nullable(),
};

/** Without `songIds` the link is to the whole project, also to songs that will come. */
export const createLinkSchema = z.strictObject({
  songIds: z
    .array(idSchema)
    .min(1, "Choose a song.")
    .max(MAX_LINK_SONGS, `At most ${MAX_LINK_SONGS} songs.`)
    .optional(),
  label: switches.label.default(""),
  canComment: switches.canComment.default(false),
  canDownload: switches.canDownload.default(false),
  canSeeVersions: switches.canSeeVersions.default(false),
  pinnedVersionId: switches.pinnedVersionId.default(null),
  password: switches.password.default(null),
  expiresAt: switches.expiresAt.default(null),
  maxGuests: switches.maxGuests.default(null),
});

/** What is left out stays as it is. */
export const updateLinkSchema = z
  .strictObject(switches)
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Say what to change.");

export const linkPathSchema = z.object({ linkId: idSchema });
export const ownLinkPathSchema = projectPathSchema.extend({ linkId: idSchema });
export const guestPathSchema = ownLinkPathSchema.extend({ guestId: idSchema });
/** With `songId`, links to that song alone; else those to the project or several songs of it, too. */
export const linksQuerySchema = z.object({ songId: idSchema.optional() });
export const blockGuestSchema = z.strictObject({ isBlocked: z.boolean() });

export const linkGuestSchema = z.object({
  id: idSchema,
  /** Null for one who only listens. */
  name: z.string().nullable(),
  isBlocked: z.boolean(),
  enteredAt: instantSchema,
  lastSeenAt: instantSchema,
});

export const linkSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  projectName: z.string(),
  /** Empty for a link to the whole project. */
  songs: z.array(z.object({ id: idSchema, name: z.string() })),
  label: z.string(),
  canComment: z.boolean(),
  canDownload: z.boolean(),
  canSeeVersions: z.boolean(),
  pinned: z.object({ versionId: idSchema, number: z.number().int() }).nullable(),
  hasPassword: z.boolean(),
  expiresAt: instantSchema.nullable(),
  maxGuests: z.number().int().nullable(),
  guestCount: z.number().int(),
  /** `full`: as many guests as may be have entered; these may still come. */
  state: z.enum(["live", "expired", "full"]),
  /** What to send; null when this server's secret is another than when the link was made. */
  url: z.string().nullable(),
  createdBy: personSchema,
  lastUsedAt: instantSchema.nullable(),
  createdAt: instantSchema,
  guests: z.array(linkGuestSchema),
});
export const linkListSchema = z.object({ items: z.array(linkSchema) });

export type CreateLinkInput = z.input<typeof createLinkSchema>;
export type NewLink = z.output<typeof createLinkSchema>;
export type LinkChange = z.infer<typeof updateLinkSchema>;
export type LinkView = z.infer<typeof linkSchema>;
export type LinkGuestView = z.infer<typeof linkGuestSchema>;
