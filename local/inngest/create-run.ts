import { createHash } from "node:crypto";
import { createUlid } from "./event-ids";
import { bindCondition, type Operand, readOperand } from "./expressions";
import { planFinish } from "./finish-run";
import type { FunctionSpec } from "./functions";
import { limits } from "./limits";
import type { InngestEvent, JsonValue } from "./protocol";
import type { Change, NewRun } from "./records";
import type { State } from "./state";

export interface RunRequest {
  spec: FunctionSpec;
  /** Internal id of the event. */
  eventId: string;
  event: InngestEvent;
  nowMs: number;
  parent?: { runId: string; op: string };
  cron?: string;
  /** A person asked for this run: earlier ones with the same key and an expiry that has passed do not count. */
  isReplay?: boolean;
}

/** The run of a function for an event, last in the list and after the end of one that gives way; or why there is none. */
export function planRun(state: State, request: RunRequest): Change[] {
  const { spec, event, eventId, nowMs, isReplay = false } = request;
  const skip = (reason: "idempotency" | "singleton"): Change[] => {
    return [{ do: "run.skipped", functionId: spec.id, eventId, reason }];
  };
  const idempotencyKey = spec.idempotency && buildKey(spec.id, spec.idempotency, event);
  const singletonKey = spec.singletonMode && buildKey(spec.id, spec.singletonKey ?? { value: "" }, event);
  const seenAt = idempotencyKey === null ? undefined : state.idempotency.get(idempotencyKey);
  if (!isReplay && seenAt !== undefined && nowMs - seenAt < limits.eventIdMemoryMs) {
    return skip("idempotency");
  }
  const olderId = singletonKey === null ? undefined : state.singletons.get(singletonKey);
  const older = olderId === undefined ? undefined : state.runs.get(olderId);
  if (older !== undefined && spec.singletonMode === "skip") return skip("singleton");
  const error = { name: "RunCancelled", message: "A newer run of the same singleton took its place." };
  const run = buildRun(request, idempotencyKey, singletonKey);
  return [
    ...(older === undefined ? [] : planFinish(older, { status: "cancelled", error })),
    { do: "run.created", run },
  ];
}

function buildRun(request: RunRequest, idempotencyKey: string | null, singletonKey: string | null): NewRun {
  const { spec, event, eventId, nowMs, parent, cron, isReplay = false } = request;
  // A tick's run is late by the clock of its tick, not of the moment it was noticed.
  const baseMs = cron === undefined ? Math.max(nowMs, event.ts) : event.ts;
  return {
    id: createUlid(nowMs),
    functionId: spec.id,
    eventId,
    eventName: event.name,
    maxAttempts: spec.maxAttempts,
    priority: spec.priority,
    dueAt: isReplay ? nowMs : Math.max(nowMs, event.ts),
    expiresAt: isReplay ? null : readExpiry(event),
    startBy: spec.startMs === null ? null : (isReplay ? nowMs : baseMs) + spec.startMs,
    finishMs: spec.finishMs,
    concurrency: buildConcurrency(spec, event),
    idempotencyKey,
    singletonKey,
    throttle: buildThrottle(spec, event),
    cancelOn: spec.cancelOn.flatMap((rule) => {
      const condition = bindCondition(rule.condition, event);
      const until = rule.timeoutMs === null ? null : nowMs + rule.timeoutMs;
      return condition === null ? [] : [{ event: rule.event, condition, until }];
    }),
    parent: parent ?? null,
    cron: cron ?? null,
  };
}

function readExpiry(event: InngestEvent): number | null {
  const expiresAt = event.data.expiresAt;
  const instantMs = typeof expiresAt === "string" ? Date.parse(expiresAt) : Number.NaN;
  return Number.isNaN(instantMs) ? null : instantMs;
}

function buildConcurrency(spec: FunctionSpec, event: InngestEvent): NewRun["concurrency"] {
  return spec.concurrency.map(({ limit, key, scope }) => {
    const owner = scope === "fn" ? spec.id : scope;
    return { limit, key: key === null ? owner : buildKey(owner, key, event) };
  });
}

function buildThrottle({ id, throttle }: FunctionSpec, event: InngestEvent): NewRun["throttle"] {
  if (throttle === null) return null;
  const { key, everyMs, burst } = throttle;
  return { key: key === null ? id : buildKey(id, key, event), everyMs, burst };
}

/** A key of bounded length, whatever value the event carries. */
function buildKey(owner: string, operand: Operand, event: InngestEvent): string {
  const value: JsonValue = readOperand(operand, { event }) ?? null;
  const text = JSON.stringify(value);
  return `${owner}|${text.length <= 80 ? text : createHash("sha256").update(text).digest("hex")}`;
}
