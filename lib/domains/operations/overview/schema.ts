import { z } from "zod";
import { instantSchema } from "@/lib/core/http-schema";
import { alertSchema } from "../alerts/schema";
import { processViewSchema } from "../beating/schema";
import { functionWorkSchema, indicatorSchema, scheduleViewSchema } from "../indicators/schema";

/** The proof panel: all of it as of one moment. */
export const overviewSchema = z.object({
  at: instantSchema,
  indicators: z.array(indicatorSchema),
  functions: z.array(functionWorkSchema),
  schedules: z.array(scheduleViewSchema),
  processes: z.array(processViewSchema),
  /** What is wrong now, and what was in the last thirty days. */
  alerts: z.object({ current: z.array(alertSchema), history: z.array(alertSchema) }),
});
export type Overview = z.infer<typeof overviewSchema>;
