import { z } from "zod";
import { instantSchema } from "@/lib/core/http-schema";

/** All that mends itself, with what it is in words. Each is counted by day. */
export const REPAIRS = {
  "upload.finished": "Uploads that were cut off at their end and carried on",
  "upload.expired": "Uploads that nobody went on with, given up",
  "upload.cleaned": "Uploads that had ended, taken out of storage",
  "storage.upload_removed": "Uploads in storage that no row knew, removed",
  "analysis.put_back": "Analyses whose worker was lost, begun anew",
  "analysis.given_up": "Analyses that never came to an end, told as failed",
  "preview.made_again": "Previews that storage no longer had, made again",
  "remeasuring.put_back": "Measuring again that stood still, carried on",
  "export.put_back": "Exports whose worker was lost, begun anew",
  "brief.given_up": "Briefs that nobody wrote any more, told as failed",
  "tags.given_up": "Questions for tags that nobody answered, told as failed",
  "event.sent_again": "Events that reached the queue at a later try",
  "invite.joined": "Invites of verified people that were left waiting, turned into access",
} as const;

export type RepairKind = keyof typeof REPAIRS;
const kindSchema = z.enum(Object.keys(REPAIRS) as [RepairKind, ...RepairKind[]]);

/** What mended itself, by kind; the busiest first. */
export const repairsSchema = z.object({
  items: z.array(
    z.object({
      kind: kindSchema,
      what: z.string(),
      /** Of this UTC day, and of the last seven, this one included. */
      today: z.int(),
      week: z.int(),
      lastAt: instantSchema,
    }),
  ),
});
export type RepairsView = z.infer<typeof repairsSchema>;
