import { strongestRole } from "@/lib/access/policy";
import type { Config } from "@/lib/config/config";
import type { AiView, ProjectView } from "./schema";
import type { ConsentRow, ProjectRow } from "./store";

/** One who was given single songs is told of these alone. */
export function toProjectView(row: ProjectRow, archivedSongCount: number, ai: Config["ai"]): ProjectView {
  const role = strongestRole(row.memberships.map((membership) => membership.role));
  return {
    id: row.id,
    name: row.name,
    description: role ? row.description : "",
    coverId: role ? row.coverId : null,
    role,
    songCount: role ? row._count.songs : row.songs.length,
    archivedSongCount,
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
