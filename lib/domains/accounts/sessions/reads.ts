import type { Actor, PersonActor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { visitorScope } from "@/lib/access/visitor-scope";
import { isId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { describeHolder } from "../rules";
import type { SessionView } from "../schema";
import { describeDevice, isSessionLive, isTouchDue } from "./rules";
import { findSession, listSessions, touchSession } from "./store";

/** Who this session acts for; null when it ended, was ended or never was. */
export async function readSessionActor(services: Services, sessionId: string): Promise<PersonActor | null> {
  if (!isId(sessionId)) return null;
  const session = await findSession(visitorScope, services.db, sessionId);
  const now = services.clock.now();
  if (!session || !isSessionLive(session, now)) return null;
  if (isTouchDue(session.lastUsedAt, now)) await touchSession(visitorScope, services.db, session.id, now);
  return { kind: "session", credentialId: session.id, ...describeHolder(session.account, services.config) };
}

/** Where the person is signed in, this session first, then the last used. */
export async function readSessions(services: Services, actor: Actor | null): Promise<SessionView[]> {
  const now = services.clock.now();
  const rows = await listSessions(scopeAccount(actor), services.db);
  const ownId = actor?.kind === "session" ? actor.credentialId : null;
  const views = rows
    .filter((row) => isSessionLive(row, now))
    .map((row) => ({
      id: row.id,
      device: describeDevice(row.userAgent),
      isThisOne: row.id === ownId,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt.toISOString(),
    }));
  return [...views.filter((view) => view.isThisOne), ...views.filter((view) => !view.isThisOne)];
}
