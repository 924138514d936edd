import { z } from "zod";
import { instantSchema } from "@/lib/core/http-schema";

/** What administrators are alerted of. */
export const ALERT_KINDS = [
  "work_stands_still",
  "no_worker",
  "schedule_late",
  "quota",
  "disk_low",
  "failed_rate",
  "other_storage",
  "configuration_differs",
] as const;
export const alertKindSchema = z.enum(ALERT_KINDS);
export type AlertKind = z.infer<typeof alertKindSchema>;

/** `amber`: worth a look; `red`: something does not work; `unknown`: it can't be told here or now. */
export const indicatorStateSchema = z.enum(["green", "amber", "red", "unknown"]);
export type IndicatorState = z.infer<typeof indicatorStateSchema>;

export const indicatorSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: indicatorStateSchema,
  /** One sentence for anybody who asks: no addresses, no names of machines. */
  summary: z.string(),
  /** What it was judged by, for administrators. */
  evidence: z.array(z.string()),
  /** What to do about it; null where there is nothing to do. */
  cure: z.string().nullable(),
  /** The alerts that hold because of it. */
  alarms: z.array(alertKindSchema),
});
export type Indicator = z.infer<typeof indicatorSchema>;

/** What one function of the queue does, out of one snapshot. */
export const functionWorkSchema = z.object({
  id: z.string(),
  /** Events that wait: not sent to the queue yet, or taken by it and not begun. */
  waiting: z.number().int(),
  waitsSince: instantSchema.nullable(),
  running: z.number().int(),
  /** Of the last hour. */
  done: z.number().int(),
  failed: z.number().int(),
  /** Ended a minute, over the last ten. */
  perMinute: z.number(),
  /** Until what waits is done, at that rate; null where nothing waits or nothing ends. */
  secondsLeft: z.number().int().nullable(),
  lastBegunAt: instantSchema.nullable(),
  /** Of the last one that failed in this hour. */
  lastError: z.string().nullable(),
});
export type FunctionWork = z.infer<typeof functionWorkSchema>;

/** One schedule, and whether it keeps its time. */
export const scheduleViewSchema = z.object({
  functionId: z.string(),
  cron: z.string(),
  lastRunAt: instantSchema.nullable(),
  nextTickAt: instantSchema.nullable(),
  isLate: z.boolean(),
});
export type ScheduleView = z.infer<typeof scheduleViewSchema>;
