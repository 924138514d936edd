import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { listProviders } from "@/lib/domains/accounts/linking/rules";
import { type AuthAnswer, callNextAuth } from "@/lib/testing/call-auth";
import { type OpenIdProvider, type ProviderPerson, startOpenIdProvider } from "@/lib/testing/openid-provider";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { buildAuthOptions } from "./auth-options";
import { readActor } from "./session";

let stack: TestStack;
let provider: OpenIdProvider;

beforeAll(async () => {
  provider = await startOpenIdProvider([]);
  const { issuer, clientId, clientSecret } = provider;
  stack = await startTestStack({
    env: {
      ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: "Band ID" },
      ...{ GITHUB_URL: issuer, GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret },
    },
  });
});
afterAll(async () => {
  await stack.close();
  await provider.close();
});
beforeEach(() => provider.setFault("none"));

const call = (action: string, given: Parameters<typeof callNextAuth>[2] = {}) =>
  callNextAuth(buildAuthOptions(stack.services, new Headers({ "user-agent": "Firefox" })), action, given);

/** Presses the button: where the provider asks who it is, and the cookies that came along. */
async function begin(id: string): Promise<{ url: URL; cookies: Record<string, string> }> {
  const csrf = await call("csrf");
  const begun = await call(`signin/${id}`, {
    body: { ...(csrf.body as Record<string, string>), callbackUrl: "/settings", json: "true" },
    cookies: csrf.cookies,
  });
  return { url: new URL((begun.body as { url: string }).url), cookies: { ...csrf.cookies, ...begun.cookies } };
}

/** Chooses somebody on the provider's page: what it sends the browser back with. */
async function choose(url: URL, sub: string): Promise<Record<string, string>> {
  const page = await fetch(url);
  expect(page.status).toBe(200);
  const body = new URLSearchParams([...url.searchParams, ["sub", sub]]);
  const choice = new URL("/choice", url);
  const answer = await fetch(choice, { method: "POST", body, redirect: "manual" });
  return Object.fromEntries(new URL(answer.headers.get("location") ?? "").searchParams);
}

function invent(change: Partial<ProviderPerson> = {}): ProviderPerson {
  const sub = String(1000 + provider.people.length);
  const person = { sub, email: `p.${createId()}@example.com`, email_verified: true, name: "Inês", ...change };
  provider.people.push(person);
  return person;
}

async function signIn(id: string, { sub }: ProviderPerson): Promise<AuthAnswer> {
  const { url, cookies } = await begin(id);
  return await call(`callback/${id}`, { query: await choose(url, sub), cookies });
}

const readBy = (cookies: Record<string, string>) => {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return readActor(stack.services, new Headers({ cookie: cookie.join("; ") }));
};
const expectOutside = async ({ location, cookies }: AuthAnswer) => {
  expect(location).toMatch(/\/(sign-in|api\/auth\/error)\?error=/);
  expect(await readBy(cookies)).toBeNull();
};

describe("a provider's person", () => {
  it("B351: comes in by an OpenID provider, with a sealed session like any other, to the page they wanted", async () => {
    const person = invent();
    const { location, cookies } = await signIn("oidc", person);
    expect(location).toBe("http://127.0.0.1:3000/settings");
    expect(await readBy(cookies)).toMatchObject({ kind: "session", email: person.email, isVerified: true });
    const [session] = await stack.services.db.session.findMany({ where: { account: { email: person.email ?? "" } } });
    expect(session?.userAgent).toBe("Firefox");
  });

  it("B351: comes in by GitHub's OAuth, with the address that GitHub verified", async () => {
    const person = invent();
    expect(await readBy((await signIn("github", person)).cookies)).toMatchObject({ email: person.email });
    const { location } = await signIn("github", invent({ email_verified: false }));
    expect(location).toContain("error=email_missing");
  });

  it("B351: is asked about where the token says no address", async () => {
    provider.setFault("only_userinfo");
    const person = invent();
    expect(await readBy((await signIn("oidc", person)).cookies)).toMatchObject({ email: person.email });
  });

  it("B350: whose address nobody verified is sent back with the reason", async () => {
    const answer = await signIn("oidc", invent({ email_verified: false }));
    expect(answer.location).toContain("error=email_unverified");
    await expectOutside(answer);
  });
});

describe("what a provider answers", () => {
  for (const fault of ["nonce", "audience", "issuer", "expired", "foreign_key"] as const) {
    it(`B351: is not believed with a wrong ${fault.replace("_", " ")}`, async () => {
      const person = invent();
      provider.setFault(fault);
      await expectOutside(await signIn("oidc", person));
      expect(await stack.services.db.account.count({ where: { email: person.email ?? "" } })).toBe(0);
    });
  }

  it("B351: works in the browser that asked, once, and not with a code or a state of another", async () => {
    const [mine, other] = [await begin("oidc"), await begin("oidc")];
    const query = await choose(mine.url, invent().sub);
    await expectOutside(await call("callback/oidc", { query }));
    await expectOutside(await call("callback/oidc", { query, cookies: other.cookies }));
    await expectOutside(await call("callback/oidc", { query: { ...query, state: "another" }, cookies: mine.cookies }));
    const stolen = { ...query, code: (await choose(other.url, invent().sub)).code ?? "" };
    await expectOutside(await call("callback/oidc", { query: stolen, cookies: mine.cookies }));
    expect(await readBy((await call("callback/oidc", { query, cookies: mine.cookies })).cookies)).not.toBeNull();
    await expectOutside(await call("callback/oidc", { query, cookies: mine.cookies }));
  });

  it("B351: may be that the person turned back", async () => {
    const { url, cookies } = await begin("oidc");
    await expectOutside(await call("callback/oidc", { query: await choose(url, ""), cookies }));
  });
});

it("B351: providers are offered only where they are configured", async () => {
  expect(listProviders(stack.config)).toEqual([
    { id: "github", name: "GitHub" },
    { id: "oidc", name: "Band ID" },
  ]);
  const none = { signIn: { google: null, github: null, oidc: null } };
  expect(listProviders(none)).toEqual([]);
});
