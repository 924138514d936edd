import { z } from "zod";
import { idSchema, instantSchema } from "@/lib/core/http-schema";
import { alertKindSchema } from "../indicators/schema";

/** One time that something was wrong. */
export const alertSchema = z.object({
  id: idSchema,
  kind: alertKindSchema,
  title: z.string(),
  detail: z.string(),
  state: z.enum(["firing", "cleared"]),
  firedAt: instantSchema,
  clearedAt: instantSchema.nullable(),
  isMailed: z.boolean(),
  /** Null where no webhook is set; else whether it took what it was told. */
  hook: z.enum(["told", "waiting", "failed"]).nullable(),
  acknowledgedAt: instantSchema.nullable(),
  acknowledgedBy: z.string().nullable(),
  mutedUntil: instantSchema.nullable(),
  mutedBy: z.string().nullable(),
});
export type AlertView = z.infer<typeof alertSchema>;

export const alertPathSchema = z.object({ alertId: idSchema });

const MOST_MUTED_MINUTES = 30 * 24 * 60;

/** Seen; quiet for a time, also should it come again meanwhile; no longer quiet. */
export const changeAlertSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("acknowledge") }),
  z.strictObject({ action: z.literal("mute"), minutes: z.int().min(1).max(MOST_MUTED_MINUTES) }),
  z.strictObject({ action: z.literal("unmute") }),
]);
export type ChangeAlertInput = z.infer<typeof changeAlertSchema>;

/** What the webhook is told. */
export interface HookMessage {
  type: "alert.fired" | "alert.cleared";
  timestamp: string;
  data: {
    id: string;
    kind: string;
    title: string;
    detail: string;
    firedAt: string;
    clearedAt: string | null;
    url: string;
  };
}
