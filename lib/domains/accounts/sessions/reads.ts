import type { PersonActor } from "@/lib/access/actor";
import { visitorScope } from "@/lib/access/visitor-scope";
import { isId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { describeHolder } from "../rules";
import { isSessionLive, isTouchDue } from "./rules";
import { findSession, touchSession } from "./store";

/** Who this session acts for; null when it ended, was ended or never was. */
export async function readSessionActor(services: Services, sessionId: string): Promise<PersonActor | null> {
  if (!isId(sessionId)) return null;
  const session = await findSession(visitorScope, services.db, sessionId);
  const now = services.clock.now();
  if (!session || !isSessionLive(session, now)) return null;
  if (isTouchDue(session.lastUsedAt, now)) await touchSession(visitorScope, services.db, session.id, now);
  return { kind: "session", credentialId: session.id, ...describeHolder(session.account, services.config) };
}
