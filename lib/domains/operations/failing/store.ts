import type { AdminScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { FAILURE_KINDS, type FailureKind } from "./schema";

export interface FailureRow {
  kind: FailureKind;
  id: string;
  title: string;
  reason: string;
  message: string;
  failedAt: Date;
}

const LIVING_VERSION = Prisma.sql`
  JOIN version v ON v.id = f.version_id AND v.deleted_at IS NULL
  JOIN song s ON s.id = v.song_id AND s.deleted_at IS NULL
  JOIN project p ON p.id = s.project_id AND p.deleted_at IS NULL`;
const VERSION_TITLE = Prisma.sql`s.name || ', version ' || v.number`;

/** SQL of all that has failed for good and that a try may mend, or of which somebody should know. */
function selectFailures(engine: string): Prisma.Sql {
  return Prisma.sql`
    SELECT 'analysis' AS kind, v.id, ${VERSION_TITLE} AS title, f.reason, f.message, f.finished_at AS failed_at
    FROM analysis f ${LIVING_VERSION} WHERE f.state = 'failed' AND f.engine = ${engine}
    UNION ALL
    SELECT 'tags', v.id, ${VERSION_TITLE}, f.reason, f.message, f.finished_at
    FROM tag_request f ${LIVING_VERSION} WHERE f.state = 'failed'
    UNION ALL
    SELECT 'export', f.id, f.title, f.reason, f.message, f.finished_at FROM export f WHERE f.state = 'failed'
    UNION ALL
    SELECT 'brief', f.id, ${VERSION_TITLE}, f.reason, f.message, f.ended_at
    FROM (SELECT t.*, b.version_id FROM brief_turn t JOIN brief b ON b.id = t.brief_id) f ${LIVING_VERSION}
    WHERE f.state = 'failed' AND f.role = 'assistant'
    UNION ALL
    SELECT 'mail', f.id, f.to_address || ': ' || f.subject, f.reason, NULL, f.created_at
    FROM email f WHERE f.state = 'failed' AND f.lane = 'transactional'`;
}

function listed(engine: string): Prisma.Sql {
  return Prisma.sql`
    SELECT f.kind, f.id, f.title, coalesce(f.reason, 'unknown') AS reason, coalesce(f.message, '') AS message,
      coalesce(f.failed_at, to_timestamp(0)) AS "failedAt"
    FROM (${selectFailures(engine)}) f
    LEFT JOIN discarded_failure d ON d.kind = f.kind AND d.target_id = f.id
      AND d.failed_at >= coalesce(f.failed_at, to_timestamp(0))
    WHERE d.kind IS NULL`;
}

/** The newest first. */
export function listFailures(
  _scope: AdminScope,
  db: Db | Tx,
  by: { engine: string; kind?: FailureKind; id?: string; limit: number },
): Promise<FailureRow[]> {
  const { engine, kind = null, id = null, limit } = by;
  return db.$queryRaw`
    SELECT * FROM (${listed(engine)}) f
    WHERE (${kind}::text IS NULL OR f.kind = ${kind}) AND (${id}::uuid IS NULL OR f.id = ${id}::uuid)
    ORDER BY f."failedAt" DESC, f.id DESC LIMIT ${limit}`;
}

export async function countFailures(_scope: AdminScope, db: Db | Tx, engine: string) {
  const rows = await db.$queryRaw<{ kind: FailureKind; count: number }[]>`
    SELECT f.kind, count(*)::int AS count FROM (${listed(engine)}) f GROUP BY f.kind`;
  const counts = new Map(rows.map(({ kind, count }) => [kind, count]));
  return Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, counts.get(kind) ?? 0])) as Record<FailureKind, number>;
}

/** Takes one off the list until it fails anew. */
export async function insertDiscarded(
  _scope: AdminScope,
  tx: Tx,
  { kind, id: targetId, failedAt }: Pick<FailureRow, "kind" | "id" | "failedAt">,
  now: Date,
): Promise<void> {
  const key = { kind_targetId: { kind, targetId } };
  const data = { failedAt, createdAt: now };
  await tx.discardedFailure.upsert({ where: key, create: { kind, targetId, ...data }, update: data });
}

/** Where an answer of a brief belongs. */
export function findTurnPlace(_scope: AdminScope, tx: Tx, turnId: string) {
  return tx.briefTurn.findUnique({
    where: { id: turnId },
    select: { brief: { select: { id: true, songId: true, versionId: true, createdById: true } } },
  });
}

/** Whose song a version is of. */
export function findVersionPlace(_scope: AdminScope, tx: Tx, versionId: string) {
  return tx.version.findFirst({ where: { id: versionId, deletedAt: null }, select: { songId: true } });
}

export function findExportOwner(_scope: AdminScope, tx: Tx, exportId: string) {
  return tx.export.findUnique({ where: { id: exportId }, select: { createdById: true } });
}
