import { z } from "zod";
import { idSchema, instantSchema, personSchema } from "@/lib/core/http-schema";
import { tagSchema } from "@/lib/domains/tags/schema";

const level = z.number().nullable();

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
  note: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  contentType: z.string(),
  durationSec: z.number().nullable(),
  /** Beats a minute, and the key's place on the Camelot wheel ("8A"); null where none was measured. */
  tempoBpm: z.number().nullable(),
  camelot: z.string().nullable(),
  createdBy: personSchema,
  createdAt: instantSchema,
  analysis: analysisStateSchema,
  tags: z.array(tagSchema),
});

export const updateVersionSchema = z.strictObject({ note: z.string().trim().max(2000) });

export type AnalysisFacts = z.infer<typeof analysisFactsSchema>;
export type VersionView = z.infer<typeof versionSchema>;
