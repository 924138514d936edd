import { z } from "zod";

/** First event of the stream of one's own notices, and every further one: something of them is another now. */
export const noticesChangedSchema = z.object({ state: z.string() });

export const noticeEventsQuerySchema = z.object({ after: z.string().max(200).optional() });

export type NoticesChanged = z.infer<typeof noticesChangedSchema>;
