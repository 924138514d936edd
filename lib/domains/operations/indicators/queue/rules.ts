import { queueEventSchemas } from "@/lib/core/queue-events";
import { countOf, describeDuration, indicate } from "../rules";
import type { Indicator, ScheduleView } from "../schema";
import type { Mending } from "../store";
import type { Work } from "../work/rules";

const MINUTE_MS = 60_000;
/** Work that goes on but whose oldest waits for so long is worth a look. */
const SLOW_MS = 15 * MINUTE_MS;
/** A run that goes on for so long is worth a look. */
const LONG_RUN_MS = 60 * MINUTE_MS;
/** Fewer failed runs say little. */
const LEAST_FAILED = 3;
const MANY_FAILED = 0.5;
const SOME_FAILED = 0.1;

/** Every event that Segno can give to the queue starts a function of a living process. */
export function judgeConsumers(functions: readonly Pick<Work, "id" | "events">[]): Indicator {
  const [id, title] = ["consumers", "Every event consumed"] as const;
  const names = Object.keys(queueEventSchemas);
  if (functions.length === 0) {
    return indicate(id, title, "unknown", { summary: "No process says which functions it serves." });
  }
  const consumed = new Set(functions.flatMap(({ events }) => events));
  const orphaned = names.filter((name) => !consumed.has(name));
  const evidence = names.map((name) => {
    const takers = functions.filter(({ events }) => events.includes(name)).map((one) => one.id);
    return `${name}: ${takers.length === 0 ? "nobody" : takers.join(", ")}`;
  });
  if (orphaned.length === 0) {
    return indicate(id, title, "green", {
      summary: `Each of ${countOf(names.length, "event")} has its function.`,
      evidence,
    });
  }
  return indicate(id, title, "red", {
    summary: `No living process takes ${orphaned.join(", ")}.`,
    evidence,
    cure: "Bring every process to the same version of Segno: one of them sends what the others don't know.",
  });
}

/** Work that waits is worked on. */
export function judgeStandstill(work: readonly Work[], now: Date): Indicator {
  const [id, title] = ["work", "Work goes on"] as const;
  if (work.length === 0)
    return indicate(id, title, "unknown", { summary: "No process says which functions it serves." });
  const waiting = work.filter(({ depth }) => depth > 0);
  const evidence = waiting.map((one) => describeWaiting(one, now));
  const still = waiting.filter(({ standsStill }) => standsStill);
  if (still.length > 0) {
    return indicate(id, title, "red", {
      summary: `${listNames(still)}: work waits and nothing runs.`,
      evidence,
      cure: "Look whether the queue runs and reaches APP_URL, and whether a process that serves these functions does. Nothing is lost: what waits is done then.",
      alarms: ["work_stands_still"],
    });
  }
  const paused = work.filter(({ pausedAt }) => pausedAt !== null);
  if (paused.length > 0) {
    const held = paused.reduce((sum, one) => sum + one.held, 0);
    return indicate(id, title, "amber", {
      summary: `${listNames(paused)}: paused by an administrator, ${countOf(held, "run")} held up.`,
      evidence: [...paused.map((one) => describePause(one, now)), ...evidence],
      cure: "Resume it under Work when the reason has gone. What waits keeps its place until then.",
    });
  }
  const slow = waiting.filter(({ oldestAt }) => oldestAt !== null && now.getTime() - oldestAt.getTime() > SLOW_MS);
  if (slow.length > 0) {
    return indicate(id, title, "amber", {
      summary: `${listNames(slow)}: work goes on, but slower than it comes.`,
      evidence,
      cure: "Wait, or give Segno more cores.",
    });
  }
  const depth = waiting.reduce((sum, one) => sum + one.depth, 0);
  return indicate(id, title, "green", {
    summary: depth === 0 ? "Nothing waits." : `${countOf(depth, "event")} in line, and it moves.`,
    evidence,
  });
}

function describePause({ id, held, pausedAt }: Work, now: Date): string {
  const ago = describeDuration(now.getTime() - (pausedAt?.getTime() ?? 0));
  return `${id}: paused ${ago} ago, ${countOf(held, "run")} held up`;
}

function describeWaiting({ id, depth, oldestAt, running, lastBegunAt }: Work, now: Date): string {
  const age = oldestAt ? describeDuration(now.getTime() - oldestAt.getTime()) : "no time";
  const last = lastBegunAt
    ? `the last one begun ${describeDuration(now.getTime() - lastBegunAt.getTime())} ago`
    : "none begun in three days";
  return `${id}: ${depth} ${depth === 1 ? "waits" : "wait"}, the oldest for ${age}; ${countOf(running, "run")} under way, ${last}`;
}

/** Most of what is begun comes to a good end. */
export function judgeFailures(work: readonly Work[]): Indicator {
  const [id, title] = ["failures", "Work succeeds"] as const;
  if (work.length === 0)
    return indicate(id, title, "unknown", { summary: "No process says which functions it serves." });
  const failing = work.filter(({ failed }) => failed > 0);
  const done = work.reduce((sum, one) => sum + one.done, 0);
  const failed = failing.reduce((sum, one) => sum + one.failed, 0);
  const evidence = failing.map(
    (one) =>
      `${one.id}: ${one.failed} of ${one.failed + one.done} failed, the last with “${one.lastError ?? "no reason"}”`,
  );
  const share = (one: Work) => one.failed / (one.failed + one.done);
  const bad = failing.filter((one) => one.failed >= LEAST_FAILED && share(one) >= MANY_FAILED);
  const cure =
    "The reasons are above and in the log. What failed for good says so where it belongs, with a way to try again.";
  if (bad.length > 0) {
    const summary = `${listNames(bad)}: most runs of the last hour failed.`;
    return indicate(id, title, "red", { summary, evidence, cure, alarms: ["failed_rate"] });
  }
  const summary = `In the last hour ${countOf(done, "run")} ended well, ${failed === 0 ? "none" : failed} failed.`;
  const isSome = failing.some((one) => share(one) >= SOME_FAILED);
  return indicate(id, title, isSome ? "amber" : "green", { summary, evidence, ...(isSome ? { cure } : {}) });
}

/** What hangs, and what was found and mended by itself. */
export function judgeMending(work: readonly Work[], mending: Mending, now: Date): Indicator {
  const { finished, expired, failed, putBack, recovered, left } = mending;
  const long = work.filter(({ oldestRunningAt: at }) => at !== null && now.getTime() - at.getTime() > LONG_RUN_MS);
  const evidence = [
    ...long.map(
      ({ id, oldestRunningAt: at }) =>
        `${id}: a run began ${describeDuration(now.getTime() - (at?.getTime() ?? 0))} ago and has not ended`,
    ),
    `Analyses: ${left} left by a worker that is gone, ${putBack} given to the queue anew and not ended yet, ${recovered} recovered in the last day`,
    `Uploads in the last day: ${finished} carried to their end, ${expired} given up, ${failed} tried in vain`,
    mending.lastSweepAt
      ? `Last sweep ${describeDuration(now.getTime() - mending.lastSweepAt.getTime())} ago`
      : "No sweep in the last day",
  ];
  const stuck = left + putBack + failed;
  if (stuck + long.length === 0) {
    const summary = finished + recovered === 0 ? "Nothing hangs." : "Nothing hangs; what did was mended.";
    return indicate("mending", "Nothing is stuck", "green", { summary, evidence });
  }
  return indicate("mending", "Nothing is stuck", "amber", {
    summary: "Some work hangs; it is put back by itself every ten minutes.",
    evidence,
    cure: "Should it not go away within half an hour, look into the log for what its worker said last.",
  });
}

/** Each schedule keeps its time. */
export function judgeScheduleTimes(schedules: readonly ScheduleView[], now: Date): Indicator {
  const [id, title] = ["schedules", "Schedules on time"] as const;
  if (schedules.length === 0)
    return indicate(id, title, "unknown", { summary: "No process says which schedules it serves." });
  const evidence = schedules.map(({ functionId, cron, lastRunAt }) => {
    const last = lastRunAt ? `${describeDuration(now.getTime() - Date.parse(lastRunAt))} ago` : "none on record";
    return `${functionId} (${cron}): last run: ${last}`;
  });
  const late = schedules.filter(({ isLate }) => isLate);
  if (late.length === 0)
    return indicate(id, title, "green", {
      summary: `${countOf(schedules.length, "schedule")}, all on time.`,
      evidence,
    });
  return indicate(id, title, "red", {
    summary: `Late: ${late.map(({ functionId }) => functionId).join(", ")}.`,
    evidence,
    cure: "Look whether the queue runs, reaches APP_URL, and knows the app: a restart of the app registers its schedules.",
    alarms: ["schedule_late"],
  });
}

function listNames(work: readonly Pick<Work, "id">[]): string {
  return work.map(({ id }) => id).join(", ");
}
