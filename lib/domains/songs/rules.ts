import { listNeighbours } from "@/lib/audio/key/camelot";
import type { SongChange, SongListQuery, SongStage } from "./schema";

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
export function pickChanged({ archivedAt, ...rest }: SongState, change: SongChange): SongChange {
  const before = { ...rest, isArchived: archivedAt !== null };
  const names = Object.keys(change) as (keyof SongChange)[];
  return Object.fromEntries(
    names.filter((name) => change[name] !== undefined && change[name] !== before[name]).map((n) => [n, change[n]]),
  );
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
