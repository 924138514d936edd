import { describeTag } from "@/lib/domains/tags/reads";
import { analysisFactsSchema, type VersionView } from "./schema";
import type { VersionRow } from "./store";

/**
 * Containers that every current browser plays as they are, so that one can listen before the preview is made. MP4 is none:
 * with ALAC inside it stays silent in most.
 */
const PLAYABLE: ReadonlySet<string> = new Set(["wav", "flac", "mp3"]);

export function isPlayableInBrowser(container: string): boolean {
  return PLAYABLE.has(container);
}

/** The same name with another ending: "Mix 3.wav" becomes "Mix 3.m4a". */
export function replaceExtension(fileName: string, extension: string): string {
  return `${fileName.replace(/\.[^.]{1,10}$/, "")}.${extension}`;
}

/** One takes back one's own; an owner anybody's. */
export function canDeleteVersion(person: { accountId: string; role: string }, createdById: string): boolean {
  return person.accountId === createdById || person.role === "owner";
}

export function toVersionView(row: VersionRow): VersionView {
  return {
    id: row.id,
    songId: row.songId,
    number: row.number,
    label: row.label,
    note: row.note,
    fileName: row.fileName,
    sizeBytes: Number(row.sizeBytes),
    contentType: row.contentType,
    durationSec: row.durationMs === null ? null : row.durationMs / 1000,
    isVerified: row.sha256 !== null,
    isPlayable: hasPreview(row) || (row.sha256 !== null && isPlayableInBrowser(row.container)),
    sameAs: toSameAs(row.sameAs),
    tempoBpm: row.tempoBpm,
    camelot: row.camelot,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    analysis: toAnalysisView(row),
    tags: row.tags.map(describeTag),
    tagRequest: row.tagRequest ?? { state: "none", reason: null, message: null },
  };
}

function hasPreview(row: VersionRow): boolean {
  return typeof row.analyses[0]?.previewObject === "string";
}

function toSameAs(row: VersionRow["sameAs"]): VersionView["sameAs"] {
  if (!row || row.deletedAt || row.song.deletedAt) return null;
  return { versionId: row.id, songId: row.songId, number: row.number };
}

function toAnalysisView(row: VersionRow): VersionView["analysis"] {
  const found = row.analyses[0];
  return {
    state: found?.state ?? "waiting",
    percent: found?.percent ?? 0,
    waitingSince: (found?.waitingSince ?? row.createdAt).toISOString(),
    startedAt: found?.startedAt?.toISOString() ?? null,
    finishedAt: found?.finishedAt?.toISOString() ?? null,
    reason: found?.reason ?? null,
    message: found?.message ?? null,
    hasPeaks: found?.hasPeaks ?? false,
    hasPreview: hasPreview(row),
    facts: found?.facts ? analysisFactsSchema.parse(found.facts) : null,
  };
}
