import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";

export const GROUPS = ["day", "week", "month"] as const;
/** As many days may lie between the first and the last: a whole year, a leap year too. */
export const MAX_REPORT_DAYS = 365;
const DAY_MS = 24 * 60 * 60_000;

const dateSchema = z.iso.date("Write it as a day of the calendar: 2026-11-30.");

/** Days from and to, both of them in it, as a calendar in this time zone has them. */
const spanFields = {
  start: dateSchema,
  end: dateSchema,
  groupBy: z.enum(GROUPS, `Choose one of ${GROUPS.join(", ")}.`),
};

interface Span {
  start: string;
  end: string;
}

/** Days between the two; null where one of them is none, which is said by itself. */
function countDays({ start, end }: Span): number | null {
  const areDays = [start, end].every((day) => dateSchema.safeParse(day).success);
  return areDays ? (Date.parse(end) - Date.parse(start)) / DAY_MS : null;
}

const isOrdered = (span: Span) => (countDays(span) ?? 0) >= 0;
const isShort = (span: Span) => (countDays(span) ?? 0) <= MAX_REPORT_DAYS;

const ORDER = { path: ["start"], message: "The start must not be after the end." };
const LENGTH = { path: ["end"], message: `The range can be ${MAX_REPORT_DAYS} days at most.` };

/** What a report is asked for; without a time zone it is the person's own. */
export const askReportSchema = z
  .strictObject({ ...spanFields, timeZone: z.string().max(64).optional() })
  .refine(isOrdered, ORDER)
  .refine(isShort, LENGTH);

/** The same as it is kept: with its time zone. */
export const reportSpanSchema = z.strictObject({ ...spanFields, timeZone: z.string() });

export const countsSchema = z.object({
  /** Takes and files. */
  uploads: z.number().int(),
  plays: z.number().int(),
  /** Comments and replies. */
  comments: z.number().int(),
  /** Comments resolved and opened again, the current version and the master chosen, stages set. */
  decisions: z.number().int(),
});

export const reportSchema = z.object({
  span: reportSpanSchema,
  totals: countsSchema,
  /** Every day, week or month of the span, also those without anything; the first and the last may be cut. */
  periods: z.array(z.object({ start: z.iso.date(), end: z.iso.date(), counts: countsSchema })),
  /** Who did most comes first. A null id: people who have left, or guests who gave no name. */
  people: z.array(z.object({ id: idSchema.nullable(), name: z.string(), isGuest: z.boolean(), counts: countsSchema })),
  songs: z.array(z.object({ id: idSchema, name: z.string(), projectName: z.string(), counts: countsSchema })),
  /** Of some songs one's own plays alone are counted: those of others are for editors and the owner. */
  hasOwnPlaysOnly: z.boolean(),
});

export type GroupBy = (typeof GROUPS)[number];
export type AskReport = z.infer<typeof askReportSchema>;
export type ReportSpan = z.infer<typeof reportSpanSchema>;
export type ReportCounts = z.infer<typeof countsSchema>;
export type CountName = keyof ReportCounts;
export type ReportView = z.infer<typeof reportSchema>;

/** How often something was done in one period and song by one person. */
export interface ReportCell {
  /** From 0. */
  period: number;
  songId: string;
  songName: string;
  projectName: string;
  personId: string | null;
  personName: string;
  isGuest: boolean;
  count: CountName;
  times: number;
}
