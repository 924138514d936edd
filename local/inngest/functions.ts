import { parseCron } from "@/lib/core/cron-expression";
import { AppError } from "@/lib/core/errors";
import { parseDurationMs } from "./durations";
import { type Condition, type Operand, parseCondition, parseOperand } from "./expressions";
import { limits } from "./limits";
import { type FunctionConfig, functionConfigSchema, type JsonObject } from "./protocol";

export type Trigger = { event: string; condition: Condition } | { cron: string };
export interface ConcurrencyLimit {
  limit: number;
  key: Operand | null;
  /** "fn" counts this function's calls; "env" and "account" count those of every function with the same key. */
  scope: "fn" | "env" | "account";
}
/** Starts of runs, spread evenly: one every `everyMs`, after `burst` at once. */
export interface Throttle {
  key: Operand | null;
  everyMs: number;
  burst: number;
}
export interface CancelRule {
  event: string;
  condition: Condition;
  timeoutMs: number | null;
}

/** A function that this server is able to run, all expressions parsed. */
export interface FunctionSpec {
  id: string;
  name: string;
  triggers: Trigger[];
  maxAttempts: number;
  concurrency: ConcurrencyLimit[];
  priority: number;
  idempotency: Operand | null;
  cancelOn: CancelRule[];
  startMs: number | null;
  finishMs: number | null;
  throttle: Throttle | null;
  singletonKey: Operand | null;
  /** skip: a run that is not finished keeps new ones away. cancel: a new one takes its place. */
  singletonMode: "skip" | "cancel" | null;
}

/** A function that was registered but can't be run here, and every reason why. */
export interface RefusedFunction {
  id: string;
  reasons: string[];
}

/** rateLimit, debounce, batchEvents and whatever a later SDK may send are none of these. */
const builtOptions = new Set(Object.keys(functionConfigSchema.shape));

/** Reads a registered function. Never ignores an option: what is not built makes the whole function refused. */
export function readFunction(config: JsonObject): FunctionSpec | RefusedFunction {
  const id = typeof config.id === "string" ? config.id : "(no id)";
  const parsed = functionConfigSchema.safeParse(config);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return { id, reasons };
  }
  const reasons: string[] = [];
  const attempt = <T>(part: string, read: () => T, fallback: T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      reasons.push(`${part}: ${error.message}`);
      return fallback;
    }
  };
  for (const [option, value] of Object.entries(config)) {
    if (value !== null && !builtOptions.has(option)) reasons.push(`${option} is not built`);
  }
  const runtimes = Object.values(parsed.data.steps).map(({ runtime }) => runtime?.type ?? "http");
  if (runtimes.some((type) => type !== "http")) reasons.push("connect is not built: serve the function over HTTP");
  const spec = readSpec(parsed.data, attempt);
  return reasons.length > 0 ? { id, reasons } : spec;
}

type Attempt = <T>(part: string, read: () => T, fallback: T) => T;

function readSpec(config: FunctionConfig, attempt: Attempt): FunctionSpec {
  const retries = Object.values(config.steps)[0]?.retries?.attempts;
  return {
    id: config.id,
    name: config.name ?? config.id,
    triggers: config.triggers.map((trigger) => attempt("trigger", () => readTrigger(trigger), { cron: "" })),
    maxAttempts: retries === undefined ? limits.defaultAttempts : retries + 1,
    concurrency: attempt("concurrency", () => readConcurrency(config.concurrency), []),
    priority: attempt("priority", () => readPriority(config.priority?.run), 0),
    idempotency: attempt("idempotency", () => readKey(config.idempotency), null),
    cancelOn: attempt("cancelOn", () => (config.cancel ?? []).map(readCancelRule), []),
    startMs: attempt("timeouts.start", () => readDuration(config.timeouts?.start), null),
    finishMs: attempt("timeouts.finish", () => readDuration(config.timeouts?.finish), null),
    singletonKey: attempt("singleton.key", () => readKey(config.singleton?.key), null),
    singletonMode: attempt("singleton.mode", () => readSingleton(config.singleton?.mode), null),
    throttle: attempt("throttle", () => readThrottle(config.throttle), null),
  };
}

function refuse(message: string): AppError {
  return new AppError("invalid_input", "unsupported_option", message);
}

function readTrigger(trigger: FunctionConfig["triggers"][number]): Trigger {
  if ("cron" in trigger) {
    if (trigger.jitter) throw refuse("cron jitter is not built");
    parseCron(trigger.cron);
    return { cron: trigger.cron };
  }
  if (trigger.event.endsWith("*")) throw refuse("event name wildcards are not built");
  return { event: trigger.event, condition: trigger.expression ? parseCondition(trigger.expression) : [] };
}

function readConcurrency(given: FunctionConfig["concurrency"]): ConcurrencyLimit[] {
  if (given === undefined || given === null) return [];
  const all = typeof given === "number" ? [{ limit: given }] : Array.isArray(given) ? given : [given];
  return all
    .map((one: { limit: number; key?: string | undefined; scope?: ConcurrencyLimit["scope"] | undefined }) => ({
      limit: one.limit,
      key: one.key === undefined ? null : parseOperand(one.key),
      scope: one.scope ?? ("fn" as const),
    }))
    .filter((one) => one.limit > 0);
}

function readPriority(expression: string | undefined): number {
  if (expression === undefined) return 0;
  if (!/^-?\d+$/.test(expression.trim())) throw refuse("only a plain number is built");
  return Math.min(600, Math.max(-600, Number(expression)));
}

function readKey(expression: string | null | undefined): Operand | null {
  return expression ? parseOperand(expression) : null;
}

function readSingleton(mode: string | undefined): FunctionSpec["singletonMode"] {
  if (mode === undefined || mode === "skip" || mode === "cancel") return mode ?? null;
  throw refuse(`mode "${mode}" is not built`);
}

function readThrottle(given: FunctionConfig["throttle"]): Throttle | null {
  if (!given) return null;
  const periodMs = readDuration(given.period) ?? 0;
  if (given.limit < 1 || periodMs < 1) throw refuse("limit and period must be above zero");
  return { key: readKey(given.key), everyMs: periodMs / given.limit, burst: Math.max(1, given.burst ?? 1) };
}

function readCancelRule(rule: NonNullable<FunctionConfig["cancel"]>[number]): CancelRule {
  return {
    event: rule.event,
    condition: rule.if ? parseCondition(rule.if) : [],
    timeoutMs: readDuration(rule.timeout ?? undefined),
  };
}

function readDuration(text: string | undefined): number | null {
  if (text === undefined) return null;
  const durationMs = parseDurationMs(text);
  if (durationMs === undefined) throw refuse(`"${text}" is not a duration such as "25m"`);
  return durationMs;
}
