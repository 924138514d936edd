import { strongestRole } from "@/lib/access/policy";
import type { Config } from "@/lib/config/config";
import { pickChanged } from "@/lib/core/pick-changed";
import type { DeedKind, DeedPayload } from "@/lib/domains/activity/deeds/schema";
import type { AiView, ProjectChange, ProjectView } from "./schema";
import type { ConsentRow, ProjectRow, SongCounts } from "./store";

/** One who was given single songs is told of these alone. */
export function toProjectView(
  row: ProjectRow,
  counts: Pick<SongCounts, "inSight" | "archived"> | undefined,
  ai: Config["ai"],
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
    createdAt: row.createdAt.toISOString(),
  };
}

/** Consent is to a recipient: it ends where another would be told, or sound would go where figures alone were allowed. */
export function toAiView(row: ConsentRow, ai: Config["ai"]): AiView {
  if (!ai) return { recipient: null, isOn: false };
  const recipient = { host: new URL(ai.baseUrl).host, model: ai.model, getsSound: ai.hears };
  const isOn =
    row.aiConsentAt !== null && row.aiConsentHost === recipient.host && (row.aiConsentSound || !recipient.getsSound);
  return { recipient, isOn };
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
