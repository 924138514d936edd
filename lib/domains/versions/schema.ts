import { z } from "zod";
import { idSchema, instantSchema, personSchema } from "@/lib/core/http-schema";
import { tagRequestSchema, tagSchema } from "@/lib/domains/tags/schema";

/** Points that a page can show side by side. */
export const LONGEST_CURVE = 600;

const level = z.number().nullable();

const share = z.number().min(0).max(1);

/** Beats of the whole sound; a confidence is how often such answers are right. */
const tempoSchema = z.object({
  bpm: z.number(),
  confidence: share,
  alternatives: z.array(z.object({ bpm: z.number(), score: share })),
  firstBeatSec: z.number(),
  stability: share,
});

const keyName = { tonic: z.number().int().min(0).max(11), mode: z.enum(["major", "minor"]) };

/** A key, its tonic in semitones from C, and how many cents the sound lies from A = 440 Hz. */
const keySchema = z.object({
  ...keyName,
  confidence: share,
  alternatives: z.array(z.object({ ...keyName, score: share })),
  tuningCents: z.number(),
});

/** Measured facts of a sound. Levels in LUFS, LU, dBTP or dBFS; null where silence leaves nothing to measure. */
export const analysisFactsSchema = z.object({
  schemaVersion: z.literal(1),
  analyzerVersion: z.string(),
  decoder: z.enum(["ffmpeg", "wasm"]),
  sha256: z.string(),
  codec: z.string(),
  isLossless: z.boolean(),
  sampleRateHz: z.number(),
  channels: z.number().int(),
  bitDepth: z.number().int().nullable(),
  bitrateBps: z.number().nullable(),
  durationSec: z.number(),
  integratedLufs: level,
  rangeLu: level,
  maxMomentaryLufs: level,
  maxShortTermLufs: level,
  truePeakDbtp: level,
  samplePeakDbfs: level,
  rmsDbfs: level,
  stereoCorrelation: level,
  isSilent: z.boolean(),
  /** Absent from what older engines measured. */
  crestDb: level.optional(),
  plrLu: level.optional(),
  shortTermCurve: z.object({ stepSec: z.number(), lufs: z.array(z.number()).max(LONGEST_CURVE) }).optional(),
  /** Null where no beat, or no key, can be told; analyses of before 1.1.0 never looked. */
  tempo: tempoSchema.nullable().default(null),
  key: keySchema.nullable().default(null),
});

export const analysisStateSchema = z.object({
  state: z.enum(["waiting", "running", "done", "failed"]),
  percent: z.number().int().min(0).max(100),
  waitingSince: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  hasPeaks: z.boolean(),
  hasPreview: z.boolean(),
  facts: analysisFactsSchema.nullable(),
});

export const versionSchema = z.object({
  id: idSchema,
  songId: idSchema,
  number: z.number().int(),
  /** What people call it beside its number: "with strings"; may be empty. */
  label: z.string(),
  note: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  contentType: z.string(),
  durationSec: z.number().nullable(),
  /** The file was read whole and is what it was taken for. */
  isVerified: z.boolean(),
  /** Its preview can be heard or, until that is made, the original. */
  isPlayable: z.boolean(),
  /** The earliest version of the project with the very same bytes. Its song's name is for those who may open that song. */
  sameAs: z.object({ versionId: idSchema, songId: idSchema, number: z.number().int() }).nullable(),
  /** Beats a minute, and the key's place on the Camelot wheel ("8A"); null where none was measured. */
  tempoBpm: z.number().nullable(),
  camelot: z.string().nullable(),
  createdBy: personSchema,
  createdAt: instantSchema,
  analysis: analysisStateSchema,
  tags: z.array(tagSchema),
  tagRequest: tagRequestSchema,
});

export const MAX_LABEL_LENGTH = 60;
export const MAX_NOTE_LENGTH = 2000;

/** What is left out stays as it is; an empty one is taken off. */
export const updateVersionSchema = z
  .strictObject({
    label: z
      .string()
      .trim()
      .max(MAX_LABEL_LENGTH, `Keep it under ${MAX_LABEL_LENGTH} characters.`)
      .refine((label) => !/\p{Cc}/u.test(label), "Leave out control characters such as line breaks."),
    note: z.string().trim().max(MAX_NOTE_LENGTH, `Keep it under ${MAX_NOTE_LENGTH} characters.`),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Say what to change.");

/** The two lines of the queue that a version stands in, one after the other. */
export type AnalysisStage = "measuring" | "preview";
export type AnalysisFacts = z.infer<typeof analysisFactsSchema>;
export type VersionChange = z.infer<typeof updateVersionSchema>;
export type VersionView = z.infer<typeof versionSchema>;
