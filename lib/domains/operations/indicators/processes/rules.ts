import { type Beat, describeDifference, findDifferences, isLiving, nameProcess } from "../../beating/rules";
import { countOf, describeDuration, indicate } from "../rules";
import type { Indicator } from "../schema";

/** So long may no process that serves functions give a sign of life. */
const NO_WORKER_MS = 2 * 60_000;

/** Somebody is there to do the work, and all of them are of one version. */
export function judgeProcesses(all: readonly Beat[], now: Date): Indicator {
  const [id, title] = ["processes", "Processes"] as const;
  // One that was refused for its storage ended on purpose, and is told as that.
  const beats = all.filter(({ facts }) => facts.storage.state !== "other");
  const evidence = beats.map((beat) => describeBeat(beat, now));
  const capable = beats.filter(({ facts }) => facts.functions.length > 0);
  if (!capable.some(({ lastBeatAt }) => now.getTime() - lastBeatAt.getTime() < NO_WORKER_MS)) {
    return indicate(id, title, "red", {
      summary: "No process that does background work has given a sign of life for two minutes.",
      evidence,
      cure: "Start Segno's app; if it runs, look into its log for why it can't write its sign of life.",
      alarms: ["no_worker"],
    });
  }
  const living = beats.filter((beat) => isLiving(beat, now));
  const versions = new Set(living.map(({ facts }) => [facts.versions.segno, facts.versions.migration].join(" ")));
  if (versions.size > 1) {
    return indicate(id, title, "amber", {
      summary: "Living processes are of different versions.",
      evidence,
      cure: "Finish the upgrade: restart those of the older version.",
    });
  }
  const gone = beats.length - living.length;
  const summary = `${countOf(living.length, "process", "processes")} alive${gone === 0 ? "." : `, ${gone} gone without a word in the last ten minutes.`}`;
  const cure = gone === 0 ? null : "Look into the log for why it ended; one that was replaced needs nothing.";
  return indicate(id, title, gone === 0 ? "green" : "amber", { summary, evidence, cure });
}

function describeBeat(beat: Beat, now: Date): string {
  const { segno, node, ffmpeg, postgres, migration } = beat.facts.versions;
  const age = describeDuration(now.getTime() - beat.lastBeatAt.getTime());
  const parts = [
    `Segno ${segno}`,
    `Node ${node}`,
    `FFmpeg ${ffmpeg ?? "none"}`,
    `PostgreSQL ${postgres}`,
    migration ?? "no migration",
  ];
  return `${nameProcess(beat)}: last sign ${age} ago; ${parts.join(", ")}`;
}

/** All living processes were told the same. */
export function judgeConfiguration(beats: readonly Beat[], now: Date): Indicator {
  const [id, title] = ["configuration", "Configuration"] as const;
  const living = beats.filter((beat) => isLiving(beat, now));
  if (living.length === 0) return indicate(id, title, "unknown", { summary: "No process gives a sign of life." });
  const differences = findDifferences(living);
  if (differences.length === 0) {
    const count = Object.keys(living[0]?.facts.configuration ?? {}).length;
    const summary = living.length === 1 ? "One process: nothing to compare." : "All processes are configured alike.";
    return indicate(id, title, "green", { summary, evidence: [`${countOf(count, "variable")} compared`] });
  }
  return indicate(id, title, "red", {
    summary: `Processes differ in ${differences.map(({ variable }) => variable).join(", ")}.`,
    evidence: differences.map(describeDifference),
    cure: "Set these variables alike for every process, and restart those that had the other value.",
    alarms: ["configuration_differs"],
  });
}

/** Every process sees the storage of this database: the same mark. `isOther`: this process itself does not. */
export function judgeSameStorage(isOther: boolean, beats: readonly Beat[], now: Date): Indicator {
  const [id, title] = ["same_storage", "Same storage"] as const;
  const told = beats.filter((beat) => beat.facts.storage.state === "other" && !hasRecovered(beat, beats));
  const shown = beats.filter((beat) => isLiving(beat, now) || told.includes(beat));
  const evidence = shown.map(describeSight);
  if (isOther || told.length > 0) {
    return indicate(id, title, "red", {
      summary: "A process sees a storage that is not this database's; it was refused and does no work.",
      evidence,
      cure: "Give every process the same S3_ENDPOINT, S3_BUCKET and DATABASE_URL.",
      alarms: ["other_storage"],
    });
  }
  if (shown.length === 0) return indicate(id, title, "unknown", { summary: "No process gives a sign of life." });
  const silent = shown.filter(({ facts }) => facts.storage.state === "unknown");
  if (silent.length > 0) {
    return indicate(id, title, "unknown", {
      summary: "A storage that does not answer can't be told from another.",
      evidence,
    });
  }
  return indicate(id, title, "green", { summary: "Every process sees this database's storage.", evidence });
}

function describeSight(beat: Beat): string {
  const { state, endpoint, bucket, detail } = beat.facts.storage;
  const words = { same: "this database's", other: "another one's", unknown: "does not answer" }[state];
  return `${nameProcess(beat)}: bucket “${bucket}” at ${endpoint}, ${words}${detail ? `. ${detail}` : ""}`;
}

/** Somebody started it again on that machine, with the right one. */
function hasRecovered(beat: Beat, beats: readonly Beat[]): boolean {
  return beats.some(
    (other) => other.host === beat.host && other.startedAt > beat.startedAt && other.facts.storage.state === "same",
  );
}
