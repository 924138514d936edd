import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";

export const MIB = 1024 * 1024;
/** Every part but the last has this size: R2 refuses unequal parts. */
export const PART_SIZE_BYTES = 16 * MIB;
export const MAX_FILE_BYTES = 2 * 1024 * MIB;
export const MAX_PARTS_PER_SIGNING = 16;

const fileNameSchema = z
  .string()
  .min(1, "The file needs a name.")
  .max(500, "Shorten the file's name to 500 characters.");

export const beginUploadSchema = z.strictObject({
  fileName: fileNameSchema,
  sizeBytes: z
    .number()
    .int()
    .min(1, "This file is empty. Bounce it again and choose the new one.")
    .max(MAX_FILE_BYTES, "This file is larger than 2 GB. Bounce it as FLAC, or split it."),
  contentType: z.string().max(200).default("application/octet-stream"),
  /** What is to come of it: a take, if nothing is said, or a file that goes with the song. */
  purpose: z.enum(["version", "attachment"]).optional(),
  /** Made by the client once a file: repeating the call answers the same upload. */
  idempotencyKey: z.string().min(8).max(100),
  /** Every part will be signed with its SHA-256: storage keeps them, and an upload left in its midst can be compared. */
  hashesParts: z.boolean().optional(),
});

export const signPartsSchema = z.strictObject({
  parts: z
    .array(
      z.strictObject({
        number: z.number().int().min(1).max(10_000),
        sizeBytes: z.number().int().min(1),
        /** Base64 of the part's SHA-256; when given, storage checks it. */
        sha256: z
          .string()
          .regex(/^[A-Za-z0-9+/]{43}=$/, "A base64 SHA-256 has 44 characters.")
          .optional(),
      }),
    )
    .min(1)
    .max(MAX_PARTS_PER_SIGNING),
});

export const signedPartsSchema = z.object({
  parts: z.array(z.object({ number: z.number().int(), url: z.string(), headers: z.record(z.string(), z.string()) })),
});

export const uploadSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  songId: idSchema,
  state: z.enum(["reserved", "open", "completing", "stored", "rejected", "failed", "cancelled", "expired"]),
  purpose: z.enum(["version", "attachment"]),
  fileName: z.string(),
  sizeBytes: z.number(),
  partSizeBytes: z.number().int(),
  partCount: z.number().int(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  expiresAt: instantSchema,
  /** What storage holds of it now. Filled while the upload is open. */
  storedParts: z.array(z.object({ number: z.number().int(), sizeBytes: z.number(), sha256: z.string().nullable() })),
  /** What came of it, once it is stored. */
  version: z
    .object({ id: idSchema, number: z.number().int(), songName: z.string(), projectName: z.string() })
    .nullable(),
  attachment: z.object({ id: idSchema, songName: z.string(), projectName: z.string() }).nullable(),
});

/** An upload that its maker began and nobody finished, as one finds it after a reload. */
const unfinishedUploadSchema = uploadSchema
  .pick({ id: true, projectId: true, songId: true, purpose: true, fileName: true, sizeBytes: true, expiresAt: true })
  .extend({
    idempotencyKey: z.string(),
    projectName: z.string(),
    songName: z.string(),
    startedAt: instantSchema,
    /** Bytes that storage holds; null while it does not answer. */
    storedBytes: z.number().nullable(),
  });

export const unfinishedUploadsSchema = z.object({ items: z.array(unfinishedUploadSchema) });

export type UnfinishedUpload = z.infer<typeof unfinishedUploadSchema>;
export type BeginUploadInput = z.infer<typeof beginUploadSchema>;
export type SignPartsInput = z.infer<typeof signPartsSchema>;
export type SignedParts = z.infer<typeof signedPartsSchema>;
export type UploadView = z.infer<typeof uploadSchema>;
