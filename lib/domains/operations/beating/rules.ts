import { isHashed } from "@/lib/config/fingerprint-variables";
import type { ProcessFacts } from "./schema";

/** How often a process gives a sign of life. */
export const BEAT_EVERY_MS = 15_000;
/** Three signs may be lost before it counts as gone. */
export const LIVING_MS = 60_000;
/** Nobody asks about one that is gone for so long. */
export const BEATS_KEPT_MS = 24 * 60 * 60_000;

export interface Beat {
  id: string;
  host: string;
  startedAt: Date;
  lastBeatAt: Date;
  facts: ProcessFacts;
}

export function isLiving({ lastBeatAt }: Pick<Beat, "lastBeatAt">, now: Date): boolean {
  return now.getTime() - lastBeatAt.getTime() <= LIVING_MS;
}

/** What a person calls a process. */
export function nameProcess({ host, facts }: Pick<Beat, "host" | "facts">): string {
  return `${host} (process ${facts.pid})`;
}

/** A variable that processes see differently, with who sees what. A secret's value is never in it. */
export interface Difference {
  variable: string;
  seen: { value: string; processes: string[] }[];
}

const UNSET = "not set";

/** By variable. While the app's own secret differs, nothing can be said of the other secrets: their hashes are salted with it. */
export function findDifferences(beats: readonly Beat[]): Difference[] {
  const variables = [...new Set(beats.flatMap(({ facts }) => Object.keys(facts.configuration)))].sort();
  const found = variables.map((variable) => ({ variable, seen: groupBySight(beats, variable) }));
  const differing = found.filter(({ seen }) => seen.length > 1);
  if (!differing.some(({ variable }) => variable === "AUTH_SECRET")) return differing;
  const isComparable = (variable: string) =>
    variable === "AUTH_SECRET" || !beats.some(({ facts }) => isHashed(facts.configuration[variable] ?? ""));
  return differing.filter(({ variable }) => isComparable(variable));
}

function groupBySight(beats: readonly Beat[], variable: string): Difference["seen"] {
  const groups = new Map<string, string[]>();
  for (const beat of beats) {
    const value = beat.facts.configuration[variable] ?? UNSET;
    groups.set(value, [...(groups.get(value) ?? []), nameProcess(beat)]);
  }
  return [...groups].map(([value, processes]) => ({ value: isHashed(value) ? "a secret" : value, processes }));
}

/** Such as `S3_BUCKET: "segno" at a (process 1), "other" at b (process 2)`. */
export function describeDifference({ variable, seen }: Difference): string {
  const isSecret = seen.every(({ value }) => value === "a secret" || value === UNSET);
  const sides = seen.map(({ value, processes }, index) => {
    const name = value === UNSET ? value : isSecret ? `secret ${index + 1}` : `"${value}"`;
    return `${name} at ${processes.join(", ")}`;
  });
  return `${variable}: ${sides.join("; ")}`;
}
