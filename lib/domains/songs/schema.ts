import { z } from "zod";
import { idSchema, instantSchema, pageQuerySchema } from "@/lib/core/http-schema";
import { descriptionSchema, nameSchema } from "@/lib/core/text";
import { waitingSchema } from "@/lib/domains/notifications/waiting/schema";
import { aiSchema, projectSchema, roleSchema } from "@/lib/domains/projects/schema";
import { tagListSchema } from "@/lib/domains/tags/schema";
import { versionSchema } from "@/lib/domains/versions/schema";

export const createSongSchema = z.strictObject({ name: nameSchema });

/** How far a song is, from the first to the last. */
export const SONG_STAGES = ["idea", "demo", "mix", "master"] as const;
export const STAGE_NAMES = { idea: "Idea", demo: "Demo", mix: "Mix", master: "Master" } as const;
const stageSchema = z.enum(SONG_STAGES, `One of ${SONG_STAGES.join(", ")}.`);

/**
 * What is left out stays as it is. The current version is the one that plays where none is named: null for the newest. The
 * master is the one that goes out.
 */
export const updateSongSchema = z
  .strictObject({
    name: nameSchema,
    description: descriptionSchema,
    stage: stageSchema.nullable(),
    currentVersionId: idSchema.nullable(),
    masterVersionId: idSchema.nullable(),
    /** One of the song's covers of before, or null for none: one that is made from its id. */
    coverId: idSchema.nullable(),
    isArchived: z.boolean(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Say what to change.");

const YES_NO = z.enum(["yes", "no"]).default("no");
const bpmSchema = z.coerce.number("Write beats a minute as a number.").min(20, "20 or more.").max(400, "400 at most.");

/**
 * Songs by their current version: all of `tags` (words, separated by commas), a tempo in beats a minute, a key by its place
 * on the Camelot wheel; on request also at half or double the tempo, and in the keys beside it. `person` narrows to those in which
 * that account made the song or a take, or said something; `stage` to those that are so far.
 */
export const songListQuerySchema = pageQuerySchema
  .extend({
    tags: z
      .string()
      .max(600)
      .refine(
        (tags) => tagListSchema.safeParse(tags).success,
        "Up to 10 tags, each a word or two, with commas between.",
      )
      .optional(),
    bpmFrom: bpmSchema.optional(),
    bpmTo: bpmSchema.optional(),
    halfAndDouble: YES_NO,
    key: z
      .string()
      .regex(/^([1-9]|1[0-2])[AB]$/, "Write the key's place on the Camelot wheel, such as 8A.")
      .optional(),
    neighbours: YES_NO,
    /** Those in the archive instead of the others. */
    archived: YES_NO,
    person: idSchema.optional(),
    stage: stageSchema.optional(),
  })
  .refine(({ bpmFrom = 0, bpmTo = 400 }) => bpmFrom <= bpmTo, {
    path: ["bpmTo"],
    message: "The upper tempo is below the lower one.",
  });
export type SongListQuery = z.infer<typeof songListQuerySchema>;

/** A song in a list, with its current version. */
export const songItemSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  projectName: z.string(),
  name: z.string(),
  stage: stageSchema.nullable(),
  /** Null for one that is made from its id. */
  coverId: idSchema.nullable(),
  versionCount: z.number().int(),
  openCommentCount: z.number().int(),
  /** The current version: the chosen one, else the newest. */
  latest: versionSchema.nullable(),
  /** Greater than the current version's number where an older one was chosen. */
  newestNumber: z.number().int().nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});

/** A song whole: versions newest first, and the sequence its live stream goes on from. */
export const songSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  projectName: z.string(),
  name: z.string(),
  description: z.string(),
  /** Null while nobody said. */
  stage: stageSchema.nullable(),
  /** The version that was chosen to play where none is named; null: the newest does. */
  currentVersionId: idSchema.nullable(),
  masterVersionId: idSchema.nullable(),
  /** Null for one that is made from its id. */
  coverId: idSchema.nullable(),
  /** Out of the lists, and closed for uploads. */
  isArchived: z.boolean(),
  isProjectArchived: z.boolean(),
  role: roleSchema,
  /** Whether the files of its versions and those beside them may be had. */
  canDownload: z.boolean(),
  eventSeq: z.number().int(),
  ai: aiSchema,
  versions: z.array(versionSchema),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});

/** What lies in the archive, over all projects. */
export const archiveSchema = z.object({ projects: z.array(projectSchema), songs: z.array(songItemSchema) });

/** What waits for the person, and the songs that changed last. */
export const homeSchema = z.object({ waiting: z.array(waitingSchema), songs: z.array(songItemSchema) });

export type Home = z.infer<typeof homeSchema>;
export type Archive = z.infer<typeof archiveSchema>;
export type SongStage = z.infer<typeof stageSchema>;
export type SongChange = z.infer<typeof updateSongSchema>;
export type SongItem = z.infer<typeof songItemSchema>;
export type SongView = z.infer<typeof songSchema>;
