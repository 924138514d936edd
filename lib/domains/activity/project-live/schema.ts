import { z } from "zod";

/** What of a project is another now: itself, or its songs, their order and figures. */
const projectPartSchema = z.enum(["project", "songs"]);

/** Something changed: what to read anew, and how what there is now is called. */
export const projectChangedSchema = z.object({ state: z.string(), parts: z.array(projectPartSchema) });

export const projectEventsQuerySchema = z.object({ after: z.string().max(200).optional() });

export type ProjectPart = z.infer<typeof projectPartSchema>;
export type ProjectChanged = z.infer<typeof projectChangedSchema>;
