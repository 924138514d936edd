import { z } from "zod";

const aboutVersion = z.object({
  versionId: z.string().optional(),
  version: z.object({ id: z.string() }).optional(),
  comment: z.object({ versionId: z.string() }).optional(),
});

/** The version that an event of a song is about; null for one about the song as a whole. */
export function findVersionId(payload: unknown): string | null {
  const about = aboutVersion.parse(payload);
  return about.versionId ?? about.version?.id ?? about.comment?.versionId ?? null;
}
