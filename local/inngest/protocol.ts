import { z } from "zod";
import type { JsonValue } from "@/lib/event-log/log";

export type { JsonValue };
export type JsonObject = { [key: string]: JsonValue };

const jsonObject = z.record(z.string(), z.json()) as z.ZodType<JsonObject>;
const json = z.json() as z.ZodType<JsonValue>;

/** An event as a client sends it: https://www.inngest.com/docs/events. `ts` is in milliseconds since 1970. */
export const incomingEventSchema = z.object({
  id: z.string().min(1).max(512).optional(),
  name: z.string().min(1).max(256),
  data: jsonObject.nullish().transform((data) => data ?? {}),
  ts: z.number().int().nonnegative().optional(),
  v: z.string().nullish(),
  user: jsonObject.nullish(),
  meta: jsonObject.nullish(),
});
export type IncomingEvent = z.infer<typeof incomingEventSchema>;

/** An event as functions see it: the id and the time are always there. */
export interface InngestEvent {
  [key: string]: JsonValue;
  id: string;
  name: string;
  data: JsonObject;
  ts: number;
}

const concurrencySchema = z.object({
  limit: z.number().int().nonnegative(),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

/** A function as the SDK registers it (loose, so that what we do not know can be refused by name). */
export const functionConfigSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.object({ event: z.string(), expression: z.string().nullish() }),
      z.object({ cron: z.string(), jitter: z.string().nullish() }),
    ]),
  ),
  steps: z.record(
    z.string(),
    z.looseObject({
      retries: z.object({ attempts: z.number().optional() }).nullish(),
      runtime: z.looseObject({ type: z.string().optional() }).nullish(),
    }),
  ),
  concurrency: z.union([z.number(), concurrencySchema, z.array(concurrencySchema)]).nullish(),
  priority: z.object({ run: z.string().optional() }).nullish(),
  idempotency: z.string().nullish(),
  cancel: z.array(z.object({ event: z.string(), if: z.string().nullish(), timeout: z.string().nullish() })).nullish(),
  timeouts: z.object({ start: z.string().optional(), finish: z.string().optional() }).nullish(),
  throttle: z
    .object({
      limit: z.number().int(),
      period: z.string(),
      burst: z.number().int().nullish(),
      key: z.string().nullish(),
    })
    .nullish(),
  singleton: z.object({ key: z.string().optional(), mode: z.string() }).nullish(),
});
export type FunctionConfig = z.infer<typeof functionConfigSchema>;

/** What an app answers to an in-band sync. */
export const syncReplySchema = z.looseObject({
  app_id: z.string(),
  functions: z.array(z.looseObject({ id: z.string() })),
  sdk: z.string().optional(),
  framework: z.string().optional(),
});

/** One operation of a function's reply or checkpoint. Unknown fields are ignored on purpose. */
export const operationSchema = z.object({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: jsonObject.nullish(),
  data: json.optional(),
  error: json.optional(),
});
export type Operation = z.infer<typeof operationSchema>;

export const checkpointSchema = z.object({
  run_id: z.string(),
  qi_id: z.string(),
  steps: z.array(operationSchema),
});

/** An error as it travels: a plain object that the SDK turns back into an Error. */
export interface RunError {
  [key: string]: JsonValue;
  name: string;
  message: string;
}

export function toRunError(value: JsonValue | undefined, fallback: string): RunError {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return { name: "Error", message: fallback };
  const { name, message } = value;
  return {
    ...value,
    name: typeof name === "string" ? name : "Error",
    message: typeof message === "string" ? message : fallback,
  };
}

/** Names that the protocol gives to its own events. */
export const systemEvents = {
  cron: "inngest/scheduled.timer",
  invoked: "inngest/function.invoked",
  failed: "inngest/function.failed",
  finished: "inngest/function.finished",
  cancelled: "inngest/function.cancelled",
} as const;
