import { z } from "zod";

/** One thing that the process needs. `detail` says what was found, `cure` what to do about it. */
const checkSchema = z.object({
  name: z.string(),
  isOk: z.boolean(),
  detail: z.string(),
  cure: z.string().optional(),
});

/** `failing` when something is away without which nothing works; a queue that is away delays work, and loses none. */
export const readinessSchema = z.object({ status: z.enum(["ok", "failing"]), checks: z.array(checkSchema) });

export type Check = z.infer<typeof checkSchema>;
export type Readiness = z.infer<typeof readinessSchema>;
