import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { publishAuthUrl } from "@/lib/config/auth-url";
import { AppError } from "@/lib/core/errors";
import { signInByIdentity } from "@/lib/domains/accounts/linking/commands";
import { nameProvider } from "@/lib/domains/accounts/linking/rules";
import { credentialsSchema } from "@/lib/domains/accounts/schema";
import { endSession, startSession } from "@/lib/domains/accounts/sessions/commands";
import { readSessionActor } from "@/lib/domains/accounts/sessions/reads";
import { SESSION_LIFETIME_DAYS } from "@/lib/domains/accounts/sessions/rules";
import type { Services } from "@/lib/services";
import { checkCredentials } from "./auth-credentials";
import { buildProviders, type ProviderUser } from "./auth-providers";
import { isSecure, nameSessionCookie } from "./session-cookie";

const DAY_SEC = 24 * 60 * 60;

/**
 * next-auth with e-mail and password, and with the providers that are configured. Its sealed cookie carries our session's id and nothing else: the session's row,
 * read on every request, says whether it lives.
 */
export function buildAuthOptions(services: Services, headers = new Headers()): AuthOptions {
  const { url, authSecret } = services.config.app;
  publishAuthUrl(url);
  return {
    secret: authSecret,
    session: { strategy: "jwt", maxAge: SESSION_LIFETIME_DAYS * DAY_SEC },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: isSecure(url),
    cookies: {
      sessionToken: {
        name: nameSessionCookie(url),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(url) },
      },
    },
    providers: [buildProvider(services), ...buildProviders(services.config)],
    callbacks: {
      // The session begins here, where a refusal can still say why; `authorize` has begun that of a password.
      signIn: async ({ user, account }) =>
        account?.type === "oauth" ? await admit(services, user as ProviderUser, account, headers) : true,
      // `user` is there at sign-in alone; its id is the session's, see `authorize`.
      jwt: async ({ token, user }) => {
        if (user) return { sid: user.id };
        const actor = typeof token["sid"] === "string" ? await readSessionActor(services, token["sid"]) : null;
        if (!actor) throw new AppError("unauthenticated", "session_over", "This session is over. Sign in again.");
        return { sid: token["sid"] };
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url: target }) => keepOnSite(target, url),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.["sid"] === "string") await endSession(services, token["sid"]);
      },
    },
    logger: {
      error: (code, metadata) => services.log.info({ code, err: metadata }, "next-auth"),
      warn: (code) => services.log.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

/** Lets in whom a provider vouches for, or answers the page that says why not. */
async function admit(
  services: Services,
  user: ProviderUser,
  { provider, providerAccountId: subject }: { provider: string; providerAccountId: string },
  headers: Headers,
): Promise<true | string> {
  const providerName = nameProvider(services.config, provider);
  const { isEmailVerified, name } = user;
  // next-auth makes no address an undefined one.
  const identity = { provider, providerName, subject, email: user.email ?? null, isEmailVerified, name };
  try {
    user.id = (await signInByIdentity(services, identity, headers.get("user-agent") ?? "")).sessionId;
    return true;
  } catch (err) {
    services.log.info({ err, provider }, "a provider's person was not let in");
    const reason = err instanceof AppError ? err.reason : "unavailable";
    return `/sign-in?${new URLSearchParams({ error: reason })}`;
  }
}

function buildProvider(services: Services) {
  return Credentials({
    id: "credentials",
    credentials: { email: {}, password: {} },
    authorize: async (input, request) => {
      const parsed = credentialsSchema.safeParse({ email: input?.email, password: input?.password });
      if (!parsed.success) return null;
      const headers = readHeaders(request.headers);
      const person = await nameFailure(services, () => checkCredentials(services, parsed.data, headers));
      if (!person) return null;
      const userAgent = headers.get("user-agent") ?? "";
      const { sessionId } = await startSession(services, { accountId: person.accountId, userAgent });
      return { id: sessionId };
    },
  });
}

/** next-auth puts a failure's message into an address, so it gets the stable word instead of the sentence. */
async function nameFailure<T>(services: Services, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw new Error(error.code, { cause: error });
    services.log.error({ err: error }, "sign-in failed");
    throw new Error("unavailable", { cause: error });
  }
}

function readHeaders(given: Record<string, unknown> | undefined): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given ?? {})) {
    if (typeof value === "string") headers.set(name, value);
  }
  return headers;
}

/** Only pages of this site: an address of another, or one that merely begins alike, leads home. */
function keepOnSite(target: string, appUrl: string): string {
  const isOurs = URL.canParse(target, appUrl) && new URL(target, appUrl).origin === new URL(appUrl).origin;
  return isOurs ? new URL(target, appUrl).toString() : appUrl;
}
