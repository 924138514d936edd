import { z } from "zod";
import { idSchema, personSchema } from "@/lib/core/http-schema";
import { roleSchema } from "@/lib/domains/projects/schema";

/** The project to move a song to. */
export const moveSongSchema = z.strictObject({ projectId: idSchema });
/** The same, asked for beforehand. */
export const movePreviewQuerySchema = z.object({ projectId: idSchema });

/** Whose right to the song a move would change: from what, to what; null for none. Those whose right stays are left out. */
export const movePreviewSchema = z.object({
  changes: z.array(z.object({ person: personSchema, before: roleSchema.nullable(), after: roleSchema.nullable() })),
});

export type MoveSong = z.infer<typeof moveSongSchema>;
export type MovePreview = z.infer<typeof movePreviewSchema>;
