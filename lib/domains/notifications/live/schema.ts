import { z } from "zod";

export const noticeEventsQuerySchema = z.object({ after: z.string().max(200).optional() });
