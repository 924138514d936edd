/** What of a part's folder never belongs into a backup, by its path in that folder. */

const WRITERS = /^(writer-.+\.(lock|draft)|manifest\.draft|\.held)$/;

/** Of storage, queue and mail: who writes, drafts, and what is on its way to its place. */
export function isPassing(relative: string): boolean {
  return WRITERS.test(relative) || /^[^/]+\/temporary\/./.test(relative);
}

/** The newest lines a second time, in a file that is overwritten; while the writer stands still they are in the segments. */
export function isJournal(relative: string): boolean {
  return relative === "tail.journal";
}

/** Bytes of an object or of a part in the storage, whose name is never used again. */
export function isBytes(relative: string): boolean {
  return /^[^/]+\/data\//.test(relative) && !relative.endsWith(".json");
}

/** Of a PostgreSQL cluster that is at rest. */
export function isOfProcess(relative: string): boolean {
  return relative === "postmaster.pid" || relative === "postmaster.opts";
}

const EMPTIED = /^(pg_dynshmem|pg_notify|pg_replslot|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//;
const WAL_FILES = /^pg_wal\/(?!archive_status$|summaries$)/;
const REBUILT = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)(\/|$)/;

/** Of one that runs: what PostgreSQL's manual names, and its log, which is copied when the end is known. */
export function isMadeAnew(relative: string): boolean {
  return isOfProcess(relative) || EMPTIED.test(relative) || WAL_FILES.test(relative) || REBUILT.test(relative);
}
