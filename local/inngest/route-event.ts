import { planRun } from "./create-run";
import { isConditionMet } from "./expressions";
import { planFinish } from "./finish-run";
import type { FunctionSpec } from "./functions";
import { type InngestEvent, type RunError, systemEvents } from "./protocol";
import type { Change, EventFate } from "./records";
import { isFinished, type Run, type State } from "./state";

/** An event with the internal id that it was given on arrival. */
export interface ReceivedEvent {
  id: string;
  event: InngestEvent;
  source: "api" | "cron" | "engine";
}

/** All that an event causes: runs of functions, waits that end, runs that it cancels. Decides only; the reducer applies. */
export function planEvent(state: State, received: ReceivedEvent, nowMs: number): Change[] {
  const effects = planEffects(state, received.id, received.event, nowMs);
  const fate: EventFate = effects.length > 0 ? "routed" : "unmatched";
  return [{ do: "event.received", ...received, fate }, ...effects];
}

/** The same for an event that was kept until an app answered. */
export function planKeptEvent(state: State, eventId: string, event: InngestEvent, nowMs: number): Change[] {
  const effects = planEffects(state, eventId, event, nowMs);
  return [{ do: "event.routed", id: eventId, fate: effects.length > 0 ? "routed" : "unmatched" }, ...effects];
}

function planEffects(state: State, eventId: string, event: InngestEvent, nowMs: number): Change[] {
  return [
    ...planResumes(state, event),
    ...planCancels(state, event, nowMs),
    ...findFunctions(state, event).flatMap((spec) => planRun(state, { spec, eventId, event, nowMs })),
  ];
}

function findFunctions(state: State, event: InngestEvent): FunctionSpec[] {
  return [...state.functions.values()].filter((spec) =>
    spec.triggers.some(
      (trigger) =>
        "event" in trigger &&
        trigger.event === event.name &&
        isConditionMet(trigger.condition, { event, async: event }),
    ),
  );
}

function planResumes(state: State, event: InngestEvent): Change[] {
  const pauses = state.pauses.get(event.name)?.values() ?? [];
  return [...pauses]
    .filter(({ condition }) => condition !== null && isConditionMet(condition, { async: event }))
    .map(({ runId, op }): Change => ({ do: "memo.saved", runId, op, value: event, isInCall: false }));
}

function planCancels(state: State, event: InngestEvent, nowMs: number): Change[] {
  const runs = [...(state.cancels.get(event.name) ?? [])].flatMap((runId) => state.runs.get(runId) ?? []);
  const isHit = (run: Run) =>
    run.cancelOn.some(
      (rule) =>
        rule.event === event.name &&
        (rule.until === null || nowMs <= rule.until) &&
        isConditionMet(rule.condition, { async: event }),
    );
  const error: RunError = { name: "RunCancelled", message: `Cancelled by the event ${event.name}.` };
  return runs
    .filter((run) => !isFinished(run) && isHit(run))
    .flatMap((run) => planFinish(run, { status: "cancelled", error }));
}

/** Whether anything listens for the events that the end of a run gives out. Nobody: none is written. */
export function hasListener(state: State, eventName: string): boolean {
  if (state.pauses.has(eventName) || state.cancels.has(eventName)) return true;
  return [...state.functions.values()].some((spec) =>
    spec.triggers.some((trigger) => "event" in trigger && trigger.event === eventName),
  );
}

const quietSources: string[] = [systemEvents.failed, systemEvents.finished, systemEvents.cancelled];

/** Runs that such an event started give out none themselves, or a failing handler would never come to rest. */
export function isQuiet(run: Run): boolean {
  return quietSources.includes(run.eventName);
}
