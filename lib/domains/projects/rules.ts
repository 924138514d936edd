import { type Role, strongestRole } from "@/lib/access/policy";
import type { AccountScope } from "@/lib/access/scope";
import type { Config } from "@/lib/config/config";
import { pickChanged } from "@/lib/core/pick-changed";
import type { DeedKind, DeedPayload } from "@/lib/domains/activity/deeds/schema";
import { canTakeOver } from "./handover/rules";
import type { AiView, ProjectChange, ProjectView } from "./schema";
import type { ConsentRow, ProjectRow, SongCounts } from "./store";

/** One who was given single songs is told of these alone. */
export function toProjectView(
  row: ProjectRow,
  counts: Pick<SongCounts, "inSight" | "archived"> | undefined,
  ai: Config["ai"],
  { accountId }: Pick<AccountScope, "accountId">,
): ProjectView {
  const role = strongestRole(row.memberships.map((membership) => membership.role));
  return {
    id: row.id,
    name: row.name,
    description: role ? row.description : "",
    coverId: role ? row.coverId : null,
    role,
    songCount: counts?.inSight ?? 0,
    archivedSongCount: counts?.archived ?? 0,
    isArchived: row.archivedAt !== null,
    ai: toAiView(row, ai),
    handover: role && toHandover(row, { accountId, role }),
    createdAt: row.createdAt.toISOString(),
  };
}

/** What concerns the owner, who was asked, and, where there is no owner, those who may take it over. */
function toHandover(row: ProjectRow, reader: { accountId: string; role: Role }): ProjectView["handover"] {
  const { owner, offeredTo } = row;
  const isOwnerGone = owner.deletedAt !== null;
  const canTake = canTakeOver({ ownerId: owner.id, isOwnerGone, offeredToId: offeredTo?.id ?? null }, reader);
  if (!canTake && !(offeredTo && owner.id === reader.accountId)) return null;
  return { from: isOwnerGone ? null : { id: owner.id, name: owner.name }, to: offeredTo, canTake };
}

/** Consent is to a recipient: it ends where another would be told, or sound would go where figures alone were allowed. */
export function toAiView(row: ConsentRow, ai: Config["ai"]): AiView {
  if (!ai) return { recipient: null, isOn: false, readsNotes: false };
  const recipient = { host: new URL(ai.baseUrl).host, model: ai.model, getsSound: ai.hears };
  const isOn =
    row.aiConsentAt !== null && row.aiConsentHost === recipient.host && (row.aiConsentSound || !recipient.getsSound);
  return { recipient, isOn, readsNotes: isOn && row.aiConsentNotes };
}

interface ProjectState {
  name: string;
  description: string;
  coverId: string | null;
  archivedAt: Date | null;
}

/** Of a change, what differs from how it is. */
export function findChanged({ archivedAt, ...rest }: ProjectState, change: ProjectChange): ProjectChange {
  return pickChanged<ProjectChange>({ ...rest, isArchived: archivedAt !== null }, change);
}

/** A change as the project's row keeps it. */
export function toColumns({ isArchived, ...rest }: ProjectChange, now: Date) {
  return { ...rest, ...(isArchived === undefined ? {} : { archivedAt: isArchived ? now : null }) };
}

/** What of a change is told as somebody's deed. */
export function nameDeeds(
  before: Pick<ProjectState, "name">,
  { name, description, isArchived }: ProjectChange,
): { kind: DeedKind; payload: DeedPayload }[] {
  const deeds: { kind: DeedKind; payload: DeedPayload }[] = [];
  if (name !== undefined) deeds.push({ kind: "project.renamed", payload: { was: before.name, is: name } });
  if (description !== undefined) deeds.push({ kind: "project.described", payload: {} });
  if (isArchived !== undefined) {
    deeds.push({ kind: isArchived ? "project.archived" : "project.unarchived", payload: {} });
  }
  return deeds;
}
