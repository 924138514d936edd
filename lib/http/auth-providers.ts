import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Config, OAuthClient } from "@/lib/config/config";

/** What a provider says of somebody, in our words; next-auth hands it on as its "user". */
export interface ProviderUser {
  id: string;
  name: string;
  email: string | null;
  isEmailVerified: boolean;
}

/** What an id token or the userinfo endpoint says, as far as it is asked for. */
interface Claims {
  sub: string;
  name?: string;
  preferred_username?: string;
  email?: string;
  /** Some send it as a word. */
  email_verified?: boolean | string;
}

interface GithubUser {
  id: number;
  login: string;
  name?: string;
  /** One that GitHub made sure of; null when there is none. */
  verifiedEmail: string | null;
}

const TIMEOUT_MS = 8_000;
const GOOGLE_ISSUER = "https://accounts.google.com";

/** Those of `listProviders`, as next-auth is told of them. */
export function buildProviders({ signIn }: Pick<Config, "signIn">) {
  const { google, github, oidc } = signIn;
  return [
    ...(google ? [buildOpenId("google", "Google", google, GOOGLE_ISSUER)] : []),
    ...(github ? [buildGithub(github)] : []),
    ...(oidc ? [buildOpenId("oidc", oidc.name, oidc, oidc.issuer)] : []),
  ];
}

/** Found by discovery; the id token is checked for its signature, issuer, audience, age and nonce. */
function buildOpenId(id: string, name: string, client: OAuthClient, issuer: string): OAuthConfig<Claims> {
  return {
    ...{ id, name, type: "oauth", wellKnown: `${issuer}/.well-known/openid-configuration`, idToken: true },
    ...{ clientId: client.clientId, clientSecret: client.clientSecret },
    authorization: { params: { scope: "openid email profile" } },
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: TIMEOUT_MS },
    userinfo: {
      request: async ({ client: openId, tokens: given }) => {
        // As its client made them, which next-auth's types don't say.
        const tokens = given as Parameters<typeof openId.userinfo>[0] & { claims: () => Claims };
        const claims = tokens.claims();
        // Not every provider repeats in the token what it tells when it is asked. That it is of the same person is checked.
        const isWhole = claims.email !== undefined && claims.email_verified !== undefined;
        if (isWhole || !openId.issuer.metadata.userinfo_endpoint) return claims;
        return { ...claims, ...(await openId.userinfo(tokens)) };
      },
    },
    profile: (claims): ProviderUser => ({
      id: claims.sub,
      name: claims.name ?? claims.preferred_username ?? "",
      email: claims.email ?? null,
      isEmailVerified: String(claims.email_verified) === "true",
    }),
  };
}

/** No OpenID provider: who it was is asked of GitHub's API, with the token that came back. */
function buildGithub({
  clientId,
  clientSecret,
  url,
}: NonNullable<Config["signIn"]["github"]>): OAuthConfig<GithubUser> {
  const api = url === "https://github.com" ? "https://api.github.com" : `${url}/api/v3`;
  return {
    ...{ id: "github", name: "GitHub", type: "oauth", issuer: `${url}/login/oauth`, clientId, clientSecret },
    authorization: { url: `${url}/login/oauth/authorize`, params: { scope: "read:user user:email" } },
    token: `${url}/login/oauth/access_token`,
    checks: ["pkce", "state"],
    httpOptions: { timeout: TIMEOUT_MS },
    userinfo: {
      url: `${api}/user`,
      request: async ({ tokens }) => {
        const token = tokens.access_token ?? "";
        const [user, emails] = await Promise.all([
          askGithub<GithubUser>(`${api}/user`, token),
          askGithub<{ email: string; primary: boolean; verified: boolean }[]>(`${api}/user/emails`, token),
        ]);
        const proven = emails.filter(({ verified }) => verified);
        const verifiedEmail = (proven.find(({ primary }) => primary) ?? proven[0])?.email ?? null;
        return { ...user, name: user.name ?? user.login, verifiedEmail };
      },
    },
    profile: (user): ProviderUser => ({
      id: String(user.id),
      name: user.name ?? "",
      email: user.verifiedEmail,
      isEmailVerified: user.verifiedEmail !== null,
    }),
  };
}

async function askGithub<T>(url: string, token: string): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json", "user-agent": "Segno" };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
  return (await response.json()) as T;
}
