import { z } from "zod";

/** How far measuring everything again is, for an administrator. */
export const remeasuringSchema = z.object({
  /** `idle`: never begun with this engine. */
  state: z.enum(["idle", "running", "paused", "done"]),
  engine: z.string(),
  /** Versions that an older engine measured, as of now. */
  left: z.int(),
  total: z.int(),
  measured: z.int(),
  failed: z.int(),
  /** Versions a minute since it was last begun or resumed; null until there is something to go by. */
  perMinute: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** Whether it holds back because new takes are being analyzed. */
  isYielding: z.boolean(),
  finishedAt: z.iso.datetime().nullable(),
});
export type RemeasuringView = z.infer<typeof remeasuringSchema>;

export const changeRemeasuringSchema = z.strictObject({ action: z.enum(["start", "pause", "resume"]) });
export type RemeasuringAction = z.infer<typeof changeRemeasuringSchema>["action"];
