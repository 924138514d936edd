import { z } from "zod";
import { idSchema, instantSchema, pageQuerySchema, personSchema } from "@/lib/core/http-schema";
import { NOTIFICATION_KINDS } from "./catalogue/schema";

export const notificationSchema = z.object({
  id: idSchema,
  kind: z.enum(NOTIFICATION_KINDS),
  doer: personSchema.nullable(),
  projectId: idSchema.nullable(),
  projectName: z.string().nullable(),
  songId: idSchema.nullable(),
  songName: z.string().nullable(),
  /** What it says, in one short line without the doer's and the song's names. */
  excerpt: z.string(),
  startSec: z.number().nullable(),
  /** The page it leads to, with the moment. */
  href: z.string(),
  seenAt: instantSchema.nullable(),
  createdAt: instantSchema,
});

export const notificationListSchema = z.object({
  items: z.array(notificationSchema),
  /** 500 stands for as many or more. */
  unseenCount: z.number().int(),
  nextCursor: z.string().nullable(),
});

/** What a notice keeps beside its target. The rest is read when it is shown, so that it is never out of date. */
export const noticePayloadSchema = z.object({
  excerpt: z.string().default(""),
  versionId: idSchema.optional(),
  commentId: idSchema.optional(),
});

/** All, or those alone that were not seen yet. */
export const notificationQuerySchema = pageQuerySchema.extend({ unseen: z.enum(["yes", "no"]).default("no") });
export type NotificationQuery = z.input<typeof notificationQuerySchema> & { limit: number };

/**
 * Marks these as seen, and all that are older than `olderThan`; all when both are left out. Who names what they were shown
 * leaves what came meanwhile for the next look.
 */
export const markSeenSchema = z.strictObject({
  ids: z.array(idSchema).max(500).optional(),
  olderThan: idSchema.optional(),
});
export type MarkSeen = z.infer<typeof markSeenSchema>;

/** When they were marked: names them for an undo. */
export const markedSeenSchema = z.object({ seenAt: instantSchema });

/** Marks these as unseen again, or those that were marked at one moment. */
export const markUnseenSchema = z
  .strictObject({ ids: z.array(idSchema).max(500).optional(), seenAt: instantSchema.optional() })
  .refine(({ ids, seenAt }) => (ids === undefined) !== (seenAt === undefined), {
    path: ["ids"],
    message: "Name notices by ids, or by the moment at which they were marked.",
  });
export type MarkUnseen = z.infer<typeof markUnseenSchema>;

/** A transaction that writes a notice commits within this time, or not at all. */
export const LATE_COMMIT_MS = 5 * 60 * 1000;

export type NotificationView = z.infer<typeof notificationSchema>;
export type NotificationList = z.infer<typeof notificationListSchema>;
export type NoticePayload = z.input<typeof noticePayloadSchema>;
