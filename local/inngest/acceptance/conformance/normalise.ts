import type { JsonObject, JsonValue } from "../../protocol";
import type { Exchange } from "./recording-proxy";

/** What differs from run to run and from server to server, and says nothing of the protocol. */
const volatileKeys = [
  ...["ts", "timing", "request_id", "job_id", "qi_id", "generation_id", "request_started_at", "run_id", "fn_id", "env"],
  ...["account_id", "workspace_id", "app_id", "function_version", "user", "v", "_inngest", "defers", "use_api"],
];
const ulidPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const timePattern = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function normalise(value: JsonValue | undefined): JsonValue {
  if (value === undefined) return null;
  if (typeof value === "string") {
    if (ulidPattern.test(value)) return "<ulid>";
    if (uuidPattern.test(value)) return "<uuid>";
    return timePattern.test(value) ? "<time>" : value;
  }
  if (Array.isArray(value)) return value.map(normalise);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(
    ([key, one]) => !volatileKeys.includes(key) && !(key === "stack" && typeof one === "string"),
  );
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, normalise(one)]));
}

function parse(text: string): JsonObject | JsonValue[] {
  return JSON.parse(text) as JsonObject | JsonValue[];
}

/** One call of a function, with its reply. */
export interface CallRecord {
  fn: string;
  step: string;
  event: JsonValue;
  steps: JsonValue;
  ctx: JsonValue;
  status: number;
  isFinal: boolean;
  reply: JsonValue;
}

export function readCall({ path, body, status, isFinal, reply }: Exchange): CallRecord {
  const query = new URL(path, "http://localhost").searchParams;
  const request = parse(body) as JsonObject;
  const step = query.get("stepId") ?? "";
  return {
    fn: query.get("fnId") ?? "",
    step,
    event: normalise(request.event),
    // What a branch of a parallel group knows of its siblings depends on which of them came first.
    steps: step === "step" ? normalise(request.steps) : "<of a branch>",
    ctx: normalise(step === "step" ? request.ctx : { attempt: (request.ctx as JsonObject).attempt ?? null }),
    status,
    isFinal,
    reply: normalise(parse(reply)),
  };
}

/** Branches of a parallel group are called in any order: neighbours are put in the order of their ids. */
export function sortBranches(calls: CallRecord[]): CallRecord[] {
  const sorted: CallRecord[] = [];
  let group: CallRecord[] = [];
  const flush = () => {
    sorted.push(...group.sort((a, b) => (a.step < b.step ? -1 : 1)));
    group = [];
  };
  for (const call of calls) {
    if (call.step === "step") flush();
    if (call.step === "step") sorted.push(call);
    else group.push(call);
  }
  flush();
  return sorted;
}

function readText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

export interface OperationRecord {
  op: string;
  name: string;
}

/** Operations of a reply or a checkpoint, as what was done to which step. */
export function listOperations(body: JsonValue): OperationRecord[] {
  if (!Array.isArray(body)) return [];
  return (body as JsonObject[]).map(({ op, displayName, id }) => ({
    op: readText(op),
    name: readText(displayName ?? id),
  }));
}

export function readCheckpoint({ body, status }: Exchange): { steps: JsonValue; status: number } {
  return { steps: normalise((parse(body) as JsonObject).steps), status };
}
