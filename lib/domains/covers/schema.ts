import { z } from "zod";
import { idSchema, projectPathSchema, songPathSchema } from "@/lib/core/http-schema";

/** A picture as it is sent. */
export const MAX_PICTURE_BYTES = 10_000_000;

export const projectCoverPathSchema = projectPathSchema.extend({ coverId: idSchema });
export const songCoverPathSchema = songPathSchema.extend({ coverId: idSchema });

/** 160 or 800 pixels wide and high. */
export const coverQuerySchema = z.object({ size: z.enum(["small", "large"]).default("large") });

/** The picture in use from now on. */
export const putCoverSchema = z.object({ coverId: idSchema });

export type PutCover = z.infer<typeof putCoverSchema>;
export type CoverSize = z.infer<typeof coverQuerySchema>["size"];
