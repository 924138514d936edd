import { parseDat } from "@/lib/audio/peaks-format";
import { assignPersonIndexes } from "@/lib/core/person-index";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import type { Mark, MarkSheet } from "@/lib/marks/mark-sheet";
import type { Waveform } from "@/lib/marks/pdf-file";
import { PERSON_COLORS } from "@/lib/marks/person-colors";

/** A sound whose rate was not measured yet. */
const USUAL_RATE_HZ = 48_000;

interface SheetInput {
  names: { project: string; song: string };
  version: VersionView;
  comments: CommentView[];
  timeline: Pick<MarkSheet, "offsetMs" | "frameRate">;
  now: Date;
}

/** Notes of a version as tools get them; everybody in a colour of their own. */
export function toMarkSheet({ names, version, comments, timeline, now }: SheetInput): MarkSheet {
  const { number, label, fileName, durationSec, analysis, tempoBpm } = version;
  const { facts } = analysis;
  const indexes = assignPersonIndexes(comments.map(({ author }) => author.id));
  return {
    ...names,
    ...timeline,
    version: { number, label, fileName },
    durationMs: durationSec === null ? null : Math.round(durationSec * 1000),
    sampleRateHz: facts?.sampleRateHz ?? USUAL_RATE_HZ,
    tempo: tempoBpm === null ? null : { bpm: tempoBpm, firstBeatSec: Math.max(0, facts?.tempo?.firstBeatSec ?? 0) },
    exportedAt: now.toISOString(),
    marks: comments.map((comment) => toMark(comment, PERSON_COLORS[indexes.get(comment.author.id) ?? 1])),
  };
}

function toMark(
  { id, startSec, endSec, author, body, createdAt, resolvedAt, replies }: CommentView,
  color: string,
): Mark {
  return {
    ...{ id, color, body, createdAt, resolvedAt, startMs: toMs(startSec), endMs: toMs(endSec), author: author.name },
    replies: replies.map((reply) => ({ author: reply.author.name, body: reply.body, createdAt: reply.createdAt })),
  };
}

function toMs(sec: number | null): number | null {
  return sec === null ? null : Math.round(sec * 1000);
}

/** The first channel's extremes, -1 to 1. */
export function toWaveform(dat: Uint8Array): Waveform {
  const parsed = parseDat(dat);
  const { length, bits } = parsed;
  const scale = bits === 8 ? 128 : 32_768;
  return {
    min: Float32Array.from({ length }, (_, i) => parsed.min(i) / scale),
    max: Float32Array.from({ length }, (_, i) => parsed.max(i) / scale),
  };
}
