import { AppError, notFound } from "@/lib/core/errors";
import { type Exchange, requireControl } from "./api-exchange";
import { sendJson } from "./http-io";
import { commitEnd } from "./plan-closing";
import { replayRun } from "./run-views";
import { isFinished } from "./state";

/** What people change, from the page or by hand. */

export async function replayOne(exchange: Exchange): Promise<void> {
  requireControl(exchange);
  const { response, options, param } = exchange;
  options.journal.requireRoom();
  const runId = await replayRun(options.journal, param, options.nowMs());
  sendJson(response, 201, { data: { run_id: runId } });
}

/** Ends a run. A step that is being executed goes on to its end in the app, and its result is not taken. */
export async function cancelOne(exchange: Exchange): Promise<void> {
  requireControl(exchange);
  const { response, options, param } = exchange;
  const { journal, nowMs } = options;
  const run = journal.state.runs.get(param);
  if (run === undefined) throw notFound("run");
  if (isFinished(run)) throw new AppError("conflict", "run_finished", `The run is ${run.status} already.`);
  const error = { name: "RunCancelled", message: "Cancelled by hand." };
  await commitEnd(journal, run, { status: "cancelled", error }, nowMs());
  sendJson(response, 200, { data: { run_id: run.id, status: run.status } });
}

export async function pauseFunction(exchange: Exchange): Promise<void> {
  await setFunctionPaused(exchange, true);
}

export async function resumeFunction(exchange: Exchange): Promise<void> {
  await setFunctionPaused(exchange, false);
}

/** A paused function takes events and ticks, and is not called. It stays paused over a restart. */
async function setFunctionPaused(exchange: Exchange, isPaused: boolean): Promise<void> {
  requireControl(exchange);
  const { response, options, param: functionId } = exchange;
  const { state } = options.journal;
  if (!state.functions.has(functionId) && !state.pausedFunctions.has(functionId)) throw notFound("function");
  await options.journal.commit([{ do: "function.paused", functionId, isPaused }]);
  sendJson(response, 200, { data: { function_id: functionId, isPaused } });
}

/** Nothing more is called until `resume` or a restart; what runs comes to its end. */
export function drain(exchange: Exchange): void {
  requireControl(exchange);
  const { engine } = exchange.options;
  engine.setPaused(true);
  sendJson(exchange.response, 202, { data: { isPaused: true, running: engine.calls.size } });
}

export function resume(exchange: Exchange): void {
  requireControl(exchange);
  const { engine } = exchange.options;
  engine.setPaused(false);
  sendJson(exchange.response, 200, { data: { isPaused: false, running: engine.calls.size } });
}
