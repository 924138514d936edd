import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { type AccountScope, requirePerson, scopeAccount } from "@/lib/access/scope";
import { hashSecret } from "@/lib/access/tokens";
import { visitorScope } from "@/lib/access/visitor-scope";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { hintProject } from "@/lib/domains/activity/commands";
import { endLinksOf } from "@/lib/domains/links/commands";
import { notifyPerson } from "@/lib/domains/notifications/commands";
import { leaveEverything } from "@/lib/domains/shares/leaving/commands";
import { deliverSoon } from "@/lib/mail/deliver-soon";
import { forgetAddress } from "@/lib/mail/forget-store";
import type { Services } from "@/lib/services";
import { keepSecret, prepareSecret, takeSecret } from "../secrets/commands";
import { spendSecrets } from "../secrets/store";
import { isWholePlan, requirePlanFits } from "./rules";
import { type ProjectPlan, projectPlanSchema } from "./schema";
import {
  deleteProjects,
  endEverything,
  findMine,
  findSecretsScope,
  lockAccount,
  makeFormer,
  offerOwned,
} from "./store";

/**
 * Mails the link that ends the account of somebody who proved that it is theirs, with what they decided on each project. A
 * later wish ends the earlier. @throws AppError unauthenticated, invalid_input `bad_plan`.
 */
export async function askDeletion(
  services: Services,
  actor: Actor | null,
  { projects }: { projects: ProjectPlan },
): Promise<void> {
  const { accountId: id, email } = requirePerson(actor);
  const scope = scopeAccount(actor);
  const secret = await prepareSecret(services, "delete");
  const emailId = await transact(services.db, async (tx) => {
    await requireLiving(tx, id);
    requirePlanFits(await findMine(scope, tx), projects);
    await spendSecrets(visitorScope, tx, id, "delete", services.clock.now());
    return keepSecret(services, tx, { id, email }, secret, { plan: projects });
  });
  deliverSoon(services, emailId);
}

/**
 * Ends the account that a mailed secret belongs to: all of it or, whatever goes wrong, nothing. What its person said, and
 * brought to others' projects, stays by a former member; their address is forgotten.
 * @throws AppError gone, conflict `projects_changed`.
 */
export async function deleteAccount(services: Services, { token }: { token: string }): Promise<void> {
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    // Its projects are locked before the account, as wherever something is added to a project that names people.
    const scope = await findSecretsScope(visitorScope, tx, hashSecret(token));
    const account = scope && (await lockAccount(scope, tx));
    const { plan } = await takeSecret(tx, token, "delete", now);
    if (!scope || !account) throw new Error("a secret that works has an account");
    await partFrom(scope, tx, projectPlanSchema.parse(plan), now);
    const leaver = { accountId: scope.accountId, email: account.email };
    await leaveEverything(tx, leaver, now);
    await endLinksOf(tx, scope, now);
    await endEverything(scope, tx, account.email);
    await forgetAddress(tx, leaver);
    await makeFormer(scope, tx, { email: account.email, now });
  });
}

async function partFrom(scope: AccountScope, tx: Tx, plan: ProjectPlan, now: Date): Promise<void> {
  if (!isWholePlan(await findMine(scope, tx), plan)) {
    const cure = "Nothing was deleted. Ask for it again in the settings, and decide on each project.";
    throw new AppError("conflict", "projects_changed", `Your projects are not those you decided on. ${cure}`);
  }
  const deleted = plan.filter(({ offerTo }) => offerTo === null).map(({ projectId }) => projectId);
  await deleteProjects(scope, tx, deleted, now);
  for (const { projectId, offerTo } of plan) {
    await hintProject(tx, { projectId });
    if (offerTo === null) continue;
    await offerOwned(scope, tx, projectId, offerTo);
    const notice = { projectId, songId: null, doerId: scope.accountId, kind: "project.offered" } as const;
    await notifyPerson(tx, { ...notice, readerId: offerTo, sourceKey: `handover:${createId()}`, payload: {}, now });
  }
}
