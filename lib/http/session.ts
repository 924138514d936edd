import type { PersonActor } from "@/lib/access/actor";
import { API_TOKEN_PREFIX } from "@/lib/access/tokens";
import { AppError } from "@/lib/core/errors";
import { readSessionActor } from "@/lib/domains/accounts/sessions/reads";
import { readTokenActor } from "@/lib/domains/accounts/tokens/reads";
import type { Services } from "@/lib/services";
import { readSessionId } from "./session-cookie";

const BEARER = new RegExp(`^Bearer +(${API_TOKEN_PREFIX}[A-Za-z0-9_-]{20,200})$`, "i");

/**
 * Who asks: the holder of the API token in `Authorization`, else of the session cookie, else nobody (null).
 * @throws AppError unauthenticated for a header that is no live token; a wrong cookie is just nobody.
 */
export async function readActor(services: Services, headers: Headers): Promise<PersonActor | null> {
  const authorization = headers.get("authorization");
  if (authorization !== null) return readBearer(services, authorization);
  const sessionId = await readSessionId(services, headers);
  return sessionId === null ? null : readSessionActor(services, sessionId);
}

async function readBearer(services: Services, authorization: string): Promise<PersonActor> {
  const secret = BEARER.exec(authorization)?.[1];
  const actor = secret === undefined ? null : await readTokenActor(services, secret);
  if (actor) return actor;
  throw new AppError(
    "unauthenticated",
    "bad_token",
    "This API token is not valid. Make a new one in the settings and send it as: Authorization: Bearer segno_…",
  );
}
