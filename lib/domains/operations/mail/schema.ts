import { z } from "zod";
import { instantSchema } from "@/lib/core/http-schema";

const laneSchema = z.enum(["transactional", "bulk"]);
export type LaneName = z.infer<typeof laneSchema>;

const laneViewSchema = z.object({
  lane: laneSchema,
  /** Sent today (UTC). */
  used: z.int(),
  /** How many of the day's mails it may use. */
  limit: z.int(),
  waiting: z.int(),
  /** `open`; stopped by a person, or by too many an hour; the provider asked for a pause, or said that the quota is used up. */
  state: z.enum(["open", "stopped", "stopped_by_volume", "paused", "closed"]),
  since: instantSchema.nullable(),
  until: instantSchema.nullable(),
});

export const suppressionSchema = z.object({
  address: z.string(),
  reason: z.enum(["bounced", "complained"]),
  detail: z.string(),
  since: instantSchema,
});

/** What an administrator sees of the mail. */
export const mailOverviewSchema = z.object({
  /** The UTC day of the quota. */
  day: z.string(),
  dailyLimit: z.int(),
  /** How the limit comes to be another than what is configured; null where it is not. */
  setLimit: z.object({ configured: z.int(), actorName: z.string(), createdAt: instantSchema }).nullable(),
  reserved: z.int(),
  lanes: z.array(laneViewSchema),
  /** Digests this hour, and more than how many stop them; null before the day's first mail. */
  hour: z.object({ used: z.int(), ceiling: z.int().nullable() }),
  /** Whether the provider's reports are taken. */
  hasReports: z.boolean(),
  /** Of the last seven days. */
  week: z.object({
    sent: z.int(),
    told: z.object({ delivered: z.int(), bounced: z.int(), complained: z.int() }),
    notSent: z.array(z.object({ lane: laneSchema, reason: z.string(), count: z.int() })),
  }),
  schedule: z.object({
    lastTickAt: instantSchema.nullable(),
    /** Of the last day. */
    due: z.int(),
    turns: z.int(),
    dropped: z.int(),
    /** The longest time in the last 30 days in which the schedule stood still for over half an hour. */
    stoodStill: z.object({ from: instantSchema, to: instantSchema }).nullable(),
  }),
  journal: z.array(
    z.object({ kind: z.string(), actorName: z.string().nullable(), detail: z.string(), createdAt: instantSchema }),
  ),
  suppressed: z.int(),
});
export type MailOverview = z.infer<typeof mailOverviewSchema>;
export type LaneView = MailOverview["lanes"][number];

/** Stopping acts on the very next mail, also in the middle of a run. What still may go is the lane that is not named. */
export const changeMailSchema = z.strictObject({
  action: z.enum(["stop", "resume"]),
  lanes: z.array(laneSchema).min(1).max(2),
});
export type ChangeMailInput = z.infer<typeof changeMailSchema>;

/** More than any plan of a provider. */
export const MOST_MAILS_A_DAY = 10_000_000;
const LIMIT_WORDS = `Give a whole number of mails a day, from 0 to ${MOST_MAILS_A_DAY.toLocaleString("en")}.`;

/** As many as the provider's plan lets go; null: as configured. What waits for a place goes at once when there are more. */
export const setMailLimitSchema = z.strictObject({
  dailyLimit: z.int(LIMIT_WORDS).min(0, LIMIT_WORDS).max(MOST_MAILS_A_DAY, LIMIT_WORDS).nullable(),
});
export type SetMailLimit = z.infer<typeof setMailLimitSchema>;

export const suppressionsQuerySchema = z.object({ q: z.string().trim().max(320).optional() });
export const suppressionsSchema = z.object({ items: z.array(suppressionSchema), count: z.int() });
export type SuppressionsView = z.infer<typeof suppressionsSchema>;

export const liftSuppressionSchema = z.strictObject({ address: z.string().trim().min(1).max(320) });
