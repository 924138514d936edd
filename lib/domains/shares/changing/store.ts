import type { Role } from "@/lib/access/policy";
import type { Tx } from "@/lib/db/client";
import { hintSongs, type MemberRow } from "../store";

/** False when the role is no more the one that the change was judged by; live streams end within a second if their holder loses by it. */
export async function updateMember(
  scope: { projectId: string },
  tx: Tx,
  member: MemberRow,
  change: { role?: Role; canDownload?: boolean; canSeeVersions?: boolean },
): Promise<boolean> {
  const { count } = await tx.membership.updateMany({ where: { id: member.id, role: member.role }, data: change });
  await hintSongs(scope, tx, member);
  return count > 0;
}
