import { z } from "zod";
import { idSchema, instantSchema, personSchema, songPathSchema } from "@/lib/core/http-schema";

export const attachmentPathSchema = songPathSchema.extend({ attachmentId: idSchema });

export const updateAttachmentSchema = z.strictObject({
  name: z.string().trim().min(1, "The file needs a name.").max(500, "Shorten the file's name to 500 characters."),
});

/** A file that goes with a song. */
export const attachmentSchema = z.object({
  id: idSchema,
  name: z.string(),
  sizeBytes: z.number(),
  /** What its content says it is, as people call it: "WAV", "PDF", "Ableton Live set". */
  kind: z.string(),
  contentType: z.string(),
  createdBy: personSchema,
  createdAt: instantSchema,
});

export type AttachmentView = z.infer<typeof attachmentSchema>;
