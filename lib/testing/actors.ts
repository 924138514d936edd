import { encode } from "next-auth/jwt";
import { hashPassword } from "@/lib/access/passwords";
import type { Role } from "@/lib/access/policy";
import { API_TOKEN_PREFIX, createSecret, hashSecret } from "@/lib/access/tokens";
import { createId } from "@/lib/core/ids";
import { startSession } from "@/lib/domains/accounts/sessions/commands";
import { nameSessionCookie } from "@/lib/http/session-cookie";
import type { Services } from "@/lib/services";

/** Everybody who may knock, from the one who may nothing on. */
export const ACTORS = [
  "anonymous",
  "stranger",
  "listener",
  "commenter",
  "editor",
  "owner",
  /** A commenter of one song, not of its project. */
  "songMember",
  /** An editor of the project whose address is not verified yet. */
  "unverified",
] as const;
export type ActorName = (typeof ACTORS)[number];

/** Roles on the whole project; the song member has one on the song, the rest none. */
export const PROJECT_ROLES: Partial<Record<ActorName, Role>> = {
  listener: "listener",
  commenter: "commenter",
  editor: "editor",
  owner: "owner",
  unverified: "editor",
};

export const PASSWORD = "correct horse battery staple";

export interface TestPerson {
  accountId: string;
  email: string;
  /** A personal access token. */
  token: string;
}

export type Actors = Record<Exclude<ActorName, "anonymous">, TestPerson>;

let knownHash: Promise<string> | null = null;

/** A person with an account, the password `PASSWORD` and a personal access token. */
export async function createTestPerson(
  services: Services,
  name: string,
  options: { isVerified?: boolean } = {},
): Promise<TestPerson> {
  const [person] = await createTestPeople(services, [name], options);
  if (!person) throw new Error("Nobody was made.");
  return person;
}

/** Many at once, in the order of their names. */
export async function createTestPeople(
  services: Services,
  names: readonly string[],
  { isVerified = true }: { isVerified?: boolean } = {},
): Promise<TestPerson[]> {
  knownHash ??= hashPassword(PASSWORD);
  const [now, passwordHash] = [services.clock.now(), await knownHash];
  const people = names.map((name) => {
    const accountId = createId();
    const email = `${name.toLowerCase()}.${accountId}@example.com`;
    return { name, accountId, email, token: API_TOKEN_PREFIX + createSecret() };
  });
  await services.db.account.createMany({
    data: people.map(({ accountId: id, email, name }) => ({
      ...{ id, email, emailAsTyped: email, name, digestWatermark: now, passwordHash },
      emailVerifiedAt: isVerified ? now : null,
    })),
  });
  await services.db.apiToken.createMany({
    data: people.map(({ accountId, token }) => ({
      ...{ id: createId(), name: "tests", accountId, hash: hashSecret(token) },
    })),
  });
  return people.map(({ accountId, email, token }) => ({ accountId, email, token }));
}

export async function createActors(services: Services): Promise<Actors> {
  const [stranger, listener, commenter, editor, owner, songMember, unverified] = await Promise.all([
    createTestPerson(services, "Stranger"),
    createTestPerson(services, "Listener"),
    createTestPerson(services, "Commenter"),
    createTestPerson(services, "Editor"),
    createTestPerson(services, "Owner"),
    createTestPerson(services, "Member"),
    createTestPerson(services, "Unverified", { isVerified: false }),
  ]);
  return { stranger, listener, commenter, editor, owner, songMember, unverified };
}

export function tokenOf(actors: Actors, name: ActorName): string | null {
  return name === "anonymous" ? null : actors[name].token;
}

/** The cookie of a session of its own, sealed as signing in seals it. */
export async function createSessionCookie(services: Services, accountId: string): Promise<string> {
  const { sessionId } = await startSession(services, { accountId, userAgent: "tests" });
  const sealed = await encode({ token: { sid: sessionId }, secret: services.config.app.authSecret });
  return `${nameSessionCookie(services.config.app.url)}=${sealed}`;
}
