import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";

/** The song to stand right before in the list; null: at the end. */
export const placeSongSchema = z.strictObject({ beforeSongId: idSchema.nullable() });
export type PlaceSong = z.infer<typeof placeSongSchema>;
