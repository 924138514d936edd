import type { Actor } from "@/lib/access/actor";
import { type SongScope, scopeSong } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import type { Db, Tx } from "@/lib/db/client";
import { readAi } from "@/lib/domains/projects/reads";
import { type VersionTarget, viewVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { contentSchema } from "./composing/schema";
import { findNewestAnswer, listNoteIds, toDocumentView, toTurnView } from "./rules";
import type { BriefComposer, BriefDocumentView, BriefTurnView, BriefView } from "./schema";
import {
  type BriefOwner,
  type BriefRow,
  findBrief,
  findBriefs,
  findContents,
  findNoteAuthors,
  readDraft,
} from "./store";

export interface BriefTarget extends VersionTarget {
  briefId: string;
}

const SHOWN = 50;

/** The briefs of a version, the newest first. @throws AppError unauthenticated, not_found. */
export async function listBriefs(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
): Promise<{ items: BriefView[] }> {
  const owner = await scopeBriefs(services.db, await scopeSong(services.db, actor, target, "song:read"), target);
  const rows = await findBriefs(owner, services.db, SHOWN);
  return { items: await Promise.all(rows.map((row) => toBriefView(services, services.db, owner, row))) };
}

/** @throws AppError unauthenticated, not_found. */
export async function readBrief(services: Services, actor: Actor | null, target: BriefTarget): Promise<BriefView> {
  const owner = await scopeBriefs(services.db, await scopeSong(services.db, actor, target, "song:read"), target);
  return await viewBrief(services, services.db, owner, target.briefId);
}

/** A version's briefs are seen by whoever sees the version. @throws AppError not_found. */
export async function scopeBriefs<S extends SongScope>(
  db: Db | Tx,
  scope: S,
  { versionId }: { versionId: string },
): Promise<S & BriefOwner> {
  await viewVersion(db, scope, versionId);
  return { ...scope, versionId };
}

/** For one whose right was proved. @throws AppError not_found. */
export async function viewBrief(
  services: Services,
  db: Db | Tx,
  owner: BriefOwner,
  briefId: string,
): Promise<BriefView> {
  const row = await findBrief(owner, db, briefId);
  if (!row) throw notFound("brief");
  return await toBriefView(services, db, owner, row);
}

/** The newest to-do list of a brief; null while there is none. */
export async function viewDocument(
  db: Db | Tx,
  owner: BriefOwner,
  row: Pick<BriefRow, "turns" | "notesDone">,
): Promise<BriefDocumentView | null> {
  const turn = row.turns.findLast((one) => one.document !== null);
  if (!turn) return null;
  const kept = (await findContents(owner, db, [turn.id])).get(turn.id);
  const content = contentSchema.parse(kept);
  const authors = await findNoteAuthors(owner, db, listNoteIds(content));
  return toDocumentView(turn, content, authors, row.notesDone);
}

/** What can write an answer now. */
export function listComposers(services: Services, row: Pick<BriefRow, "version">): BriefComposer[] {
  const ai = readAi(services, row.version.song.project);
  return services.briefWriter && ai.readsNotes ? ["rules", "ai"] : ["rules"];
}

async function toBriefView(services: Services, db: Db | Tx, owner: BriefOwner, row: BriefRow): Promise<BriefView> {
  const { id, seq } = row;
  const newest = findNewestAnswer(row.turns);
  const isWritten = newest?.state === "writing";
  const draft = isWritten ? await readDraft(owner, db, { briefId: id, attemptSeq: newest.attemptSeq, seq }) : "";
  return {
    id,
    songId: row.songId,
    versionId: row.versionId,
    versionNumber: row.version.number,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    composers: listComposers(services, row),
    seq,
    turns: row.turns.map((turn): BriefTurnView => toTurnView(turn, turn.id === newest?.id ? draft : "")),
    document: await viewDocument(db, owner, row),
  };
}
