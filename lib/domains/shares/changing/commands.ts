import type { Actor } from "@/lib/access/actor";
import { canGive, isAllowed, type Role } from "@/lib/access/policy";
import { requirePerson } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { notifyPerson } from "@/lib/domains/notifications/commands";
import type { Services } from "@/lib/services";
import { ownerStays, type Scope, scopeShare } from "../commands";
import { renewCopiedLinks } from "../invites/store";
import { showMember } from "../reads";
import type { MemberView, ShareChange } from "../schema";
import { findMember, type MemberRow } from "../store";
import { updateMember } from "./store";

/**
 * Changes somebody's role, or the switches of their share, where it stands; what they lose by it they lose at once.
 * @throws AppError not_found, forbidden, conflict `may_always` for switches of editors and the owner, `owner_stays`,
 * `changed_meanwhile`.
 */
export async function updateShare(
  services: Services,
  actor: Actor | null,
  input: { projectId: string; shareId: string },
  change: ShareChange,
): Promise<MemberView> {
  const { accountId } = requirePerson(actor);
  const member = isId(input.shareId) ? await findMember(input, services.db, input.shareId) : null;
  const scope = await scopeShare(services, actor, { projectId: input.projectId, songId: member?.songId });
  if (!member) throw notFound("share");
  judgeChange(scope, member, change);
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    if (!(await updateMember(input, tx, member, change))) {
      const message = "Somebody has changed this share in the meantime. Look at it again.";
      throw new AppError("conflict", "changed_meanwhile", message);
    }
    if (change.role !== undefined) await follow(tx, input.projectId, accountId, member, change.role, now);
  });
  return showMember({ ...member, ...change }, true);
}

function judgeChange(scope: Scope, member: MemberRow, change: ShareChange): void {
  const role: Role = change.role ?? member.role;
  if (member.role === "owner" && role !== "owner") throw ownerStays();
  if (role !== member.role) {
    const isTheirs = scope.role && canGive(scope.role, member.role) && canGive(scope.role, role);
    if (!isTheirs) throw new AppError("forbidden", "cannot_give", "You can give away only what you may do yourself.");
  } else if (change.role === undefined && isAllowed(role, "song:edit")) {
    throw new AppError("conflict", "may_always", "Editors and the owner always have every version and its file.");
  }
}

/** Who was given more hears of it; who may share no more could still hold links of others' invites that they copied. */
async function follow(
  tx: Tx,
  projectId: string,
  doerId: string,
  { id, songId, account, role: was }: MemberRow,
  role: MemberRow["role"],
  now: Date,
): Promise<void> {
  const couldShare = isAllowed(was, "song:share");
  if (couldShare && !isAllowed(role, "song:share")) await renewCopiedLinks({ projectId, songId }, tx);
  if (role === was || canGive(was, role)) return;
  const target = { projectId, songId, doerId, readerId: account.id, now };
  const notice = { kind: "share.received", sourceKey: `membership:${id}:${role}`, payload: {} } as const;
  await notifyPerson(tx, { ...target, ...notice });
}
