import { formatBytes } from "@/lib/core/format-bytes";
import type { StoryStep } from "./schema";
import type { StoryEvent, StoryUpload } from "./store";

type Version = NonNullable<StoryUpload["version"]>;
type AnalysisRow = Version["analyses"][number];

function step(at: Date | null, how: StoryStep["how"], what: string, detail = "", requestId: string | null = null) {
  return { at: at?.toISOString() ?? null, how, what, detail, requestId };
}

/** From its beginning to where its bytes are a version, or why not. */
export function describeUpload(upload: StoryUpload): StoryStep[] {
  const { fileName, sizeBytes, partCount, createdBy, state, reason, updatedAt, expiresAt } = upload;
  const size = formatBytes(Number(sizeBytes));
  const parts = partCount === 1 ? "one part" : `${partCount} parts`;
  const begun = `${createdBy.name} announced “${fileName}”: ${size} in ${parts}.`;
  const steps = [step(upload.createdAt, "done", "Begun", begun, upload.requestId)];
  if (state === "reserved") steps.push(step(updatedAt, "waits", "Waits for its place in storage", until(expiresAt)));
  else if (state === "open") steps.push(step(updatedAt, "waits", "Waits for parts", until(expiresAt)));
  else if (state === "completing") steps.push(step(updatedAt, "waits", "Is being joined"));
  else if (state !== "stored") steps.push(step(updatedAt, "failed", ENDS[state], reason ?? ""));
  return steps;
}

const ENDS = {
  rejected: "Refused",
  failed: "Failed",
  cancelled: "Cancelled",
  expired: "Given up: nobody went on",
} as const;

function until(expiresAt: Date): string {
  return `It is given up after ${expiresAt.toISOString().slice(0, 16).replace("T", " ")} UTC.`;
}

/** What the bytes became. */
export function describeOutcome(upload: StoryUpload, requestId: string | null): StoryStep[] {
  const { version, attachment, state, updatedAt } = upload;
  if (attachment) return [step(attachment.createdAt, "done", "Became a file beside the song")];
  if (version) {
    const steps = [step(version.createdAt, "done", `Completed, became version ${version.number}`, "", requestId)];
    if (version.deletedAt) steps.push(step(version.deletedAt, "done", "The version was deleted"));
    return steps;
  }
  if (state !== "stored") return [];
  return [step(updatedAt, "missing", "Stored, but it never became a version", "Its song was deleted before it came.")];
}

/** What was given to the queue. An event that is not known any more is not a gap once it may have been forgotten. */
export function describeEvents(events: StoryEvent[], version: Version, now: Date): StoryStep[] {
  const steps = events.map(({ name, attempts, createdAt, sentAt, lastError, requestId }) => {
    if (sentAt) {
      const tries = attempts > 1 ? `At try ${attempts}, ${since(createdAt, sentAt)} after it was written.` : "";
      return step(sentAt, "done", `Event ${name} reached the queue`, tries, requestId);
    }
    const why = lastError ? ` The last try: ${lastError}` : "";
    return step(createdAt, "waits", `Event ${name} was never sent`, `It waits since then.${why}`, requestId);
  });
  if (events.length > 0) return steps;
  if (now.getTime() - version.createdAt.getTime() > EVENTS_KEPT_MS) {
    return [step(null, "done", "Its events are forgotten", "Those that were sent are kept for a week.")];
  }
  return [step(null, "missing", "No event for the queue is known", "It should have one. Try the analysis again.")];
}

const EVENTS_KEPT_MS = 7 * 24 * 60 * 60_000;

/** Line, work, and end of one engine's analysis. */
export function describeAnalysis(row: AnalysisRow, now: Date): StoryStep[] {
  const { engine, state, stage, queuedAt, begunAt, finishedAt, leaseUntil, putBack } = row;
  const steps: StoryStep[] = [];
  if (row.startedAt) steps.push(step(row.startedAt, "done", "Measuring began", `Engine ${engine}.`));
  if (putBack > 0) {
    steps.push(
      step(queuedAt, "done", `Begun anew ${putBack === 1 ? "once" : `${putBack} times`}`, "Its worker was lost."),
    );
  }
  if (row.previewSeenAt) steps.push(step(row.previewSeenAt, "done", "Storage was asked for its preview"));
  if (state === "failed") {
    return [...steps, step(finishedAt, "failed", "The analysis failed", row.message ?? row.reason ?? "")];
  }
  if (state === "done") {
    const preview = row.previewObject ? `Preview ${row.previewObject}.` : "No preview: it plays as it is.";
    return [...steps, step(finishedAt, "done", "Measured, and can be heard", preview)];
  }
  const lost =
    leaseUntil && leaseUntil < now ? " Nobody is known to work on it; it is looked after every ten minutes." : "";
  const what = begunAt ? `Is in work: ${stage}` : `Waits in line: ${stage}`;
  return [...steps, step(begunAt ?? queuedAt ?? row.waitingSince, "waits", what, `${row.percent} % so far.${lost}`)];
}

/** Questions to a model, and how many tags there are. */
export function describeTags({ tagRequest, _count }: Version): StoryStep[] {
  const count = `${_count.tags} ${_count.tags === 1 ? "tag" : "tags"} of all sources.`;
  if (!tagRequest) return _count.tags > 0 ? [step(null, "done", "Tags", `${count} No model was asked.`)] : [];
  const { state, waitingSince, finishedAt, message, reason } = tagRequest;
  if (state === "failed") return [step(finishedAt, "failed", "A model gave no tags", message ?? reason ?? "")];
  if (state === "waiting") return [step(waitingSince, "waits", "Waits for a model's tags", message ?? "")];
  return [step(finishedAt, "done", "A model suggested tags", count)];
}

/** By time; what has none comes last. */
export function sortSteps(steps: StoryStep[]): StoryStep[] {
  return steps.toSorted((one, other) => (one.at ?? LAST).localeCompare(other.at ?? LAST));
}

const LAST = "9999";

function since(from: Date, to: Date): string {
  const seconds = Math.round((to.getTime() - from.getTime()) / 1000);
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
