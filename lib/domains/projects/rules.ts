import { strongestRole } from "@/lib/access/policy";
import type { ProjectView } from "./schema";
import type { ProjectRow } from "./store";

/** One who was given single songs is told of these alone. */
export function toProjectView(row: ProjectRow): ProjectView {
  const role = strongestRole(row.memberships.map((membership) => membership.role));
  return {
    id: row.id,
    name: row.name,
    role,
    songCount: role ? row._count.songs : row.songs.length,
    createdAt: row.createdAt.toISOString(),
  };
}
