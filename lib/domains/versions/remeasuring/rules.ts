import type { RemeasuringView } from "./schema";

/** What the queue says nothing of for so long is given to it anew: longer than a set of hours takes. */
const LEASE_MS = 15 * 60_000;
/** A version that could not be measured in so many tries is passed by. */
export const MOST_ATTEMPTS = 3;

export function leaseOf(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}

export interface Progress {
  state: "running" | "paused" | "done";
  engine: string;
  total: number;
  measured: number;
  failed: number;
  resumedAt: Date;
  measuredAtResume: number;
  finishedAt: Date | null;
}

/** @param left versions that an older engine measured. */
export function describeRemeasuring(
  progress: Progress | null,
  found: { engine: string; left: number; isLiveWork: boolean },
  now: Date,
): RemeasuringView {
  const { engine, left } = found;
  if (!progress) {
    const counts = { total: left, measured: 0, failed: 0, perMinute: null, secondsLeft: null };
    return { state: "idle", engine, left, ...counts, isYielding: false, finishedAt: null };
  }
  const { state, total, measured, failed, finishedAt } = progress;
  const isRunning = state === "running";
  const perMinute = isRunning ? measureRate(progress, now) : null;
  return {
    ...{ state, engine, left, total, measured, failed, perMinute },
    secondsLeft: perMinute ? Math.ceil((Math.max(0, total - measured - failed) / perMinute) * 60) : null,
    isYielding: isRunning && found.isLiveWork,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

function measureRate({ measured, measuredAtResume, resumedAt }: Progress, now: Date): number | null {
  const minutes = (now.getTime() - resumedAt.getTime()) / 60_000;
  return measured > measuredAtResume && minutes > 0 ? (measured - measuredAtResume) / minutes : null;
}
