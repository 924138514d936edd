import { z } from "zod";
import { indicatorStateSchema } from "./indicators/schema";

/** One indicator of the panel, as anybody may know it. `detail` says what was found, `cure` what to do about it. */
const checkSchema = z.object({
  name: z.string(),
  /** Whether it works; what is only worth a look, or can't be told, does. */
  isOk: z.boolean(),
  state: indicatorStateSchema,
  detail: z.string(),
  cure: z.string().optional(),
});

/** `failing` when something is away without which nothing works; a queue that is away delays work, and loses none. */
export const readinessSchema = z.object({ status: z.enum(["ok", "failing"]), checks: z.array(checkSchema) });

export type Check = z.infer<typeof checkSchema>;
export type Readiness = z.infer<typeof readinessSchema>;
