import type { Actor, PersonActor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { verifyPassword } from "@/lib/access/passwords";
import { scopeAccount } from "@/lib/access/scope";
import { visitorScope } from "@/lib/access/visitor-scope";
import { notFound } from "@/lib/core/errors";
import { createId, isId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import { joinByInvites } from "@/lib/domains/shares/commands";
import type { Services } from "@/lib/services";
import { describeHolder, normalizeEmail } from "../rules";
import type { Credentials } from "../schema";
import { findByEmail } from "../store";
import { planSessionEnd } from "./rules";
import { insertSession, revokeOtherSessions, revokeOwnSession, revokeSession } from "./store";

const MAX_USER_AGENT_LENGTH = 300;

/** Who proves themselves by these credentials, or null. Unknown addresses take as long as wrong passwords. */
export async function checkPassword(services: Services, { email, password }: Credentials): Promise<PersonActor | null> {
  const address = normalizeEmail(email);
  const account = address === null ? null : await findByEmail(visitorScope, services.db, address);
  const isRight = await verifyPassword(account?.passwordHash ?? null, password);
  if (!account || !isRight) return null;
  return { kind: "session", credentialId: account.id, ...describeHolder(account, services.config) };
}

/** Begins a session for an account whose credentials were checked. Invites that waited become access. */
export async function startSession(
  services: Services,
  input: { accountId: string; userAgent: string },
): Promise<{ sessionId: string }> {
  const now = services.clock.now();
  const sessionId = createId();
  const userAgent = input.userAgent.slice(0, MAX_USER_AGENT_LENGTH);
  const session = { id: sessionId, accountId: input.accountId, userAgent, now, expiresAt: planSessionEnd(now) };
  await transact(services.db, async (tx) => {
    await requireLiving(tx, input.accountId);
    await insertSession(visitorScope, tx, session);
  });
  await joinByInvites(services, input.accountId);
  return { sessionId };
}

/** Ends a session at once; its cookie opens nothing any more. */
export async function endSession(services: Services, sessionId: string): Promise<void> {
  if (isId(sessionId)) await revokeSession(visitorScope, services.db, sessionId, services.clock.now());
}

/** Ends a session of one's own, wherever it is. @throws AppError not_found. */
export async function endOwnSession(services: Services, actor: Actor | null, id: string): Promise<void> {
  const isEnded = isId(id) && (await revokeOwnSession(scopeAccount(actor), services.db, id, services.clock.now()));
  if (!isEnded) throw notFound("session");
}

/** Signs out everywhere but here. API tokens go on. */
export async function endOtherSessions(services: Services, actor: Actor | null): Promise<void> {
  const scope = scopeAccount(actor);
  const keptId = actor?.kind === "session" ? actor.credentialId : null;
  await revokeOtherSessions(scope, services.db, keptId, services.clock.now());
}
