import { listNeighbours } from "@/lib/audio/key/camelot";
import { pickChanged } from "@/lib/core/pick-changed";
import type { DeedKind, DeedPayload } from "@/lib/domains/activity/deeds/schema";
import { type SongChange, type SongListQuery, type SongStage, STAGE_NAMES } from "./schema";

/** What a song's current version has to have; null for what may be anything. */
export interface SongFilter {
  /** Tags, all of them. */
  names: string[];
  /** Places on the Camelot wheel, one of them. */
  keys: string[] | null;
  /** An account that made the song or one of its takes, or said something in it. */
  personId: string | null;
  /** How far the song is. */
  stage: SongStage | null;
  /** The measured tempo, times one of the factors, lies in the range. */
  tempo: { fromBpm: number; toBpm: number; factors: number[] } | null;
}

/** Null when everything fits. */
export function toFilter(query: Partial<SongListQuery> & { names: string[] }): SongFilter | null {
  const { names, key, bpmFrom, bpmTo, person, stage } = query;
  const isByTempo = bpmFrom !== undefined || bpmTo !== undefined;
  if (names.length === 0 && !key && !isByTempo && !person && !stage) return null;
  const factors = query.halfAndDouble === "yes" ? [1, 0.5, 2] : [1];
  return {
    names,
    personId: person ?? null,
    stage: stage ?? null,
    keys: key ? (query.neighbours === "yes" ? listNeighbours(key) : [key]) : null,
    tempo: isByTempo ? { fromBpm: bpmFrom ?? 0, toBpm: bpmTo ?? Number.MAX_VALUE, factors } : null,
  };
}

interface SongState extends Omit<Required<SongChange>, "isArchived"> {
  archivedAt: Date | null;
}

/** Of a change, what differs from how it is. */
export function findChanged({ archivedAt, ...rest }: SongState, change: SongChange): SongChange {
  return pickChanged<SongChange>({ ...rest, isArchived: archivedAt !== null }, change);
}

interface Chosen {
  currentVersionId: string | null;
  masterVersionId: string | null;
}

/** A chosen version that lies in the trash is none; it is the chosen one again when it is back. */
export function keepLiving(chosen: Chosen, versions: readonly { id: string }[]): Chosen {
  const keep = (id: string | null) => (versions.some((version) => version.id === id) ? id : null);
  return { currentVersionId: keep(chosen.currentVersionId), masterVersionId: keep(chosen.masterVersionId) };
}

/** A change as the song's row keeps it. */
export function toColumns({ isArchived, ...rest }: SongChange, now: Date) {
  return { ...rest, ...(isArchived === undefined ? {} : { archivedAt: isArchived ? now : null }) };
}

/** What of a change is told as somebody's deed. */
export function nameDeeds(
  before: Pick<SongState, "name" | "stage">,
  changed: SongChange,
): { kind: DeedKind; payload: DeedPayload }[] {
  const { name, stage, description, isArchived, currentVersionId, masterVersionId } = changed;
  const nameStage = (id: keyof typeof STAGE_NAMES | null) => (id === null ? null : STAGE_NAMES[id]);
  const deeds: { kind: DeedKind; payload: DeedPayload }[] = [];
  if (name !== undefined) deeds.push({ kind: "song.renamed", payload: { was: before.name, is: name } });
  if (description !== undefined) deeds.push({ kind: "song.described", payload: {} });
  if (stage !== undefined) {
    deeds.push({ kind: "song.staged", payload: { was: nameStage(before.stage), is: nameStage(stage) } });
  }
  if (currentVersionId !== undefined) {
    deeds.push({ kind: "version.chosen", payload: currentVersionId === null ? {} : { versionId: currentVersionId } });
  }
  if (masterVersionId) deeds.push({ kind: "version.mastered", payload: { versionId: masterVersionId } });
  if (isArchived !== undefined) deeds.push({ kind: isArchived ? "song.archived" : "song.unarchived", payload: {} });
  return deeds;
}
