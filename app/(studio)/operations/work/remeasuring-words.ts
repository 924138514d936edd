import type { RemeasuringView } from "@/lib/domains/versions/remeasuring/schema";
import { nameDuration } from "../duration-words";

export function nameVersions(count: number): string {
  return count === 1 ? "1 version" : `${count} versions`;
}

/** What is going on, in a sentence. */
export function describeState(view: RemeasuringView): string {
  const { state, left, failed, isYielding } = view;
  if (state === "running" && isYielding) return "New takes are being analyzed and go first.";
  if (state === "running") return "Measuring. The old figures of a version stay until its new ones are there.";
  if (state === "paused") return "Paused. What was measured so far stays.";
  const failures = failed === 0 ? "" : ` ${nameVersions(failed)} could not be measured and kept the old figures.`;
  if (state === "done") return `Done.${failures}`;
  if (left === 0) return "Every version was measured by the newest engine.";
  return `${nameVersions(left)} ${left === 1 ? "was" : "were"} measured by an older engine. What people tagged, or took off, stays.`;
}

/** Such as "12 of 80 · 9.5 a minute · about 7 min left". */
export function describeProgress({ total, measured, failed, perMinute, secondsLeft }: RemeasuringView): string {
  const parts = [`${measured + failed} of ${total}`];
  if (perMinute !== null) parts.push(`${perMinute < 10 ? perMinute.toFixed(1) : Math.round(perMinute)} a minute`);
  if (secondsLeft !== null) parts.push(`about ${nameDuration(secondsLeft)} left`);
  return parts.join(" · ");
}
