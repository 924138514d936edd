import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";
import { CHANNELS, NOTIFICATION_KINDS } from "../catalogue/schema";

/** How much of a project or song one hears of: everything, mentions and replies, nothing. */
export const LEVELS = ["all", "personal", "nothing"] as const;
export type NoticeReach = (typeof LEVELS)[number];

const kindSchema = z.enum(NOTIFICATION_KINDS);
const channelSchema = z.enum(CHANNELS);

/** A project or song of which one wants to hear less, or more than of its project. */
export const mutedSchema = z.object({
  projectId: idSchema,
  projectName: z.string(),
  songId: idSchema.nullable(),
  songName: z.string().nullable(),
  level: z.enum(LEVELS),
});

export const preferencesSchema = z.object({
  channels: z.record(kindSchema, channelSchema),
  places: z.array(mutedSchema),
});

/** Kinds that are left out stay as they are. */
export const changePreferencesSchema = z.strictObject({ channels: z.partialRecord(kindSchema, channelSchema) });

/** `own`: what was chosen for this very place; null where nothing was, and `level` is its project's or everything. */
export const levelSchema = z.object({ level: z.enum(LEVELS), own: z.enum(LEVELS).nullable() });

/** Null forgets what was chosen here. */
export const changeLevelSchema = z.strictObject({ level: z.enum(LEVELS).nullable() });

export type Preferences = z.infer<typeof preferencesSchema>;
export type ChangePreferences = z.infer<typeof changePreferencesSchema>;
export type PlaceLevel = z.infer<typeof levelSchema>;
export type ChangeLevel = z.infer<typeof changeLevelSchema>;
export type MutedPlace = z.infer<typeof mutedSchema>;
