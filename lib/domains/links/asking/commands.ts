import { isAllowed, strongestRole } from "@/lib/access/policy";
import { readProjectRoles } from "@/lib/access/scope-store";
import { hashSecret } from "@/lib/access/tokens";
import { visitorScope } from "@/lib/access/visitor-scope";
import { createId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import { requireEmail } from "@/lib/domains/accounts/reads";
import { notifyPerson } from "@/lib/domains/notifications/commands";
import { deliverSoon } from "@/lib/mail/deliver-soon";
import { freezeEmail, type NewEmail } from "@/lib/mail/email-store";
import { renderActionMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import { ASK_MAIL_PATIENCE_MS, DAY_MS, MAX_ASKED_A_DAY, writeAskMail } from "./rules";
import type { AskAccess } from "./schema";
import { countAsked, findAskedLink, insertAsked } from "./store";

type AskedLink = NonNullable<Awaited<ReturnType<typeof findAskedLink>>>;

/**
 * Tells whoever made the link, or the project's owner, that somebody asks to be let in: once an address and link, and a few
 * a day. The answer is the same for a token that never was. @throws AppError invalid_input.
 */
export async function askAccess(services: Services, input: AskAccess): Promise<{ status: "asked" }> {
  const email = requireEmail(input.email);
  const link = await findAskedLink(visitorScope, services.db, hashSecret(input.token));
  if (link) await tellOwner(services, link, { email, words: input.words });
  return { status: "asked" };
}

async function tellOwner(services: Services, link: AskedLink, asked: { email: string; words: string }): Promise<void> {
  const now = services.clock.now();
  const reader = (await mayStillShare(services, link)) ? link.createdBy : link.project.owner;
  const only = link.songs.length === 1 ? link.songs[0]?.song : undefined;
  const page = `${services.config.app.url}/projects/${link.projectId}${only ? `/songs/${only.id}` : ""}`;
  const url = `${page}?${new URLSearchParams({ share: asked.email })}`;
  const mail = await renderActionMail(writeAskMail({ ...asked, name: only?.name ?? link.project.name, url }));
  const emailId = await transact(services.db, async (tx) => {
    const since = new Date(now.getTime() - DAY_MS);
    if ((await countAsked(visitorScope, tx, link.id, since)) >= MAX_ASKED_A_DAY) return null;
    const id = createId();
    if (!(await insertAsked(visitorScope, tx, { id, linkId: link.id, ...asked, createdAt: now }))) return null;
    const about = { projectId: link.projectId, songId: only?.id ?? null, doerId: null, readerId: reader.id };
    const notice = {
      kind: "access.asked",
      sourceKey: `access-request:${id}`,
      payload: { excerpt: asked.email },
    } as const;
    await notifyPerson(tx, { ...about, ...notice, now });
    const frozen: NewEmail = {
      ...mail,
      key: `access-request:${id}`,
      lane: "transactional",
      accountId: reader.id,
      toAddress: reader.email,
      fromAddress: services.config.mail.from,
      expiresAt: new Date(now.getTime() + ASK_MAIL_PATIENCE_MS),
    };
    return await freezeEmail(tx, frozen, now);
  });
  if (emailId !== null) deliverSoon(services, emailId);
}

async function mayStillShare(services: Services, link: AskedLink): Promise<boolean> {
  const { roles } = await readProjectRoles(services.db, link.createdBy.id, link.projectId);
  const role = strongestRole(roles);
  return role !== null && isAllowed(role, "project:share");
}
