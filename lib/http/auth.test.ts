import type { AuthOptions } from "next-auth";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiToken, endApiToken } from "@/lib/domains/accounts/tokens/commands";
import { createTestPerson, PASSWORD, type TestPerson } from "@/lib/testing/actors";
import { type AuthAnswer, type AuthCall, callNextAuth } from "@/lib/testing/call-auth";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { buildAuthOptions } from "./auth-options";
import { checkSameOrigin } from "./same-origin";
import { readActor } from "./session";

let stack: TestStack;
let mara: TestPerson;

beforeAll(async () => {
  stack = await startTestStack();
  mara = await createTestPerson(stack.services, "Mara");
});
afterAll(() => stack.close());
beforeEach(() => stack.services.db.rateLimit.deleteMany());

const callAuth = (action: string, call: AuthCall = {}, options: AuthOptions = buildAuthOptions(stack.services)) =>
  callNextAuth(options, action, call);

async function signIn(
  input: { email?: string; password?: string } = {},
  options: { headers?: Record<string, string>; auth?: AuthOptions } = {},
): Promise<AuthAnswer> {
  const csrf = await callAuth("csrf", {}, options.auth);
  return callAuth(
    "callback/credentials",
    {
      body: { ...{ email: mara.email, password: PASSWORD, ...input }, ...(csrf.body as object), json: "true" },
      cookies: csrf.cookies,
      headers: options.headers ?? { "x-forwarded-for": "10.0.0.1" },
    },
    options.auth,
  );
}

const readBy = (cookies: Record<string, string>) => {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return readActor(stack.services, new Headers({ cookie: cookie.join("; ") }));
};

describe("signing in", () => {
  it("sets a sealed cookie that scripts can't read and that names the session's row", async () => {
    const { cookies, setCookie } = await signIn();
    const line = setCookie.find((one) => one.startsWith("segno-session=")) ?? "";
    expect(line).toMatch(/HttpOnly/);
    expect(line).toMatch(/SameSite=Lax/);
    expect(await readBy(cookies)).toMatchObject({ kind: "session", accountId: mara.accountId, isVerified: true });
    expect(cookies["segno-session"]).not.toContain(mara.accountId);
  });

  it("has a __Host- cookie on https", async () => {
    const app = { ...stack.config.app, url: "https://segno.example" };
    const auth = buildAuthOptions({ ...stack.services, config: { ...stack.config, app } });
    const { setCookie } = await signIn({}, { auth });
    const line = setCookie.find((one) => one.startsWith("__Host-segno-session=")) ?? "";
    expect(line).toMatch(/; Path=\/;/);
    expect(line).toMatch(/Secure/);
    expect(line).not.toMatch(/Domain=/);
  });

  it("gives a new session every time, and sign-out ends the row", async () => {
    const [first, second] = [await signIn(), await signIn()];
    const [one, two] = [await readBy(first.cookies), await readBy(second.cookies)];
    expect(one?.credentialId).not.toBe(two?.credentialId);
    const csrf = await callAuth("csrf");
    const body = { ...(csrf.body as Record<string, string>), json: "true" };
    await callAuth("signout", { body, cookies: { ...csrf.cookies, ...first.cookies } });
    expect([await readBy(first.cookies), (await readBy(second.cookies))?.kind]).toEqual([null, "session"]);
    const session = await callAuth("session", { cookies: first.cookies });
    expect(session.body).toEqual({});
  });

  it("B33: says the same of a wrong password and of an unknown address", async () => {
    const answers = [await signIn({ password: "wrong" }), await signIn({ email: "nobody@example.com" })];
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
      Array(2).fill({ status: 401, body: { url: expect.stringMatching(/error=CredentialsSignin/) } }),
    );
  });

  it("counts tries at one account wherever they come from", async () => {
    for (let i = 0; i < 10; i++) await signIn({ password: "wrong" }, { headers: { "x-forwarded-for": `10.0.1.${i}` } });
    const blocked = await signIn({}, { headers: { "x-forwarded-for": "10.9.9.9" } });
    expect(blocked.body).toEqual({ url: expect.stringMatching(/error=rate_limited/) });
    await stack.services.db.rateLimit.deleteMany();
    expect((await signIn()).status).toBe(200);
  });

  it("leads nowhere but to this site", async () => {
    const { callbacks } = buildAuthOptions(stack.services);
    const lead = (url: string) => callbacks?.redirect?.({ url, baseUrl: "" });
    const home = stack.config.app.url;
    expect(await lead("https://evil.example/x")).toBe(home);
    expect(await lead(`${home}.evil.example/`)).toBe(home);
    expect(await lead("//evil.example")).toBe(home);
    expect(await lead("javascript:alert(1)")).toBe(home);
    expect(await lead("/projects/1")).toBe(`${home}/projects/1`);
  });
});

describe("who asks", () => {
  it.each([
    ["nothing", ""],
    ["rubbish", "segno-session=rubbish"],
    ["a truncated token", "segno-session=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x.y"],
    ["no algorithm", `segno-session=${Buffer.from('{"alg":"none"}').toString("base64url")}.e30.`],
    ["bytes", "segno-session=%00%ff%"],
  ])("is nobody with %s in the cookie", async (_what, cookie) => {
    expect(await readActor(stack.services, new Headers(cookie ? { cookie } : {}))).toBeNull();
  });

  it("is nobody with a cookie sealed by another secret or for no session", async () => {
    const sid = (await readBy((await signIn()).cookies))?.credentialId;
    const secrets = ["another secret that is long enough too", stack.config.app.authSecret];
    const sealed = await Promise.all([
      encode({ token: { sid }, secret: secrets[0] ?? "" }),
      encode({ token: { sid: "' OR 1=1" }, secret: secrets[1] ?? "" }),
      encode({ token: { sub: mara.accountId }, secret: secrets[1] ?? "" }),
    ]);
    for (const one of sealed) expect(await readBy({ "segno-session": one })).toBeNull();
  });

  it("is a token's account until the token is ended; anything else in the header is refused", async () => {
    const actor = await readActor(stack.services, new Headers({ authorization: `Bearer ${mara.token}` }));
    expect(actor).toMatchObject({ kind: "token", accountId: mara.accountId });
    const made = await createApiToken(stack.services, actor, { name: "laptop" });
    const headers = new Headers({ authorization: `Bearer ${made.token}` });
    expect((await readActor(stack.services, headers))?.credentialId).toBe(made.id);
    const other = await createTestPerson(stack.services, "Eve");
    const eve = await readActor(stack.services, new Headers({ authorization: `Bearer ${other.token}` }));
    await expect(endApiToken(stack.services, eve, made.id)).rejects.toMatchObject({ code: "not_found" });
    await endApiToken(stack.services, actor, made.id);
    for (const authorization of [
      `Bearer ${made.token}`,
      "Bearer",
      "Bearer %",
      "Basic x",
      `Bearer ${"A".repeat(9999)}`,
      "",
    ]) {
      await expect(readActor(stack.services, new Headers({ authorization }))).rejects.toMatchObject({
        code: "unauthenticated",
      });
    }
  });
});

describe("where it comes from", () => {
  it.each([
    ["a page of ours", { origin: "http://127.0.0.1:3000", cookie: "a=b" }, true],
    ["a program", {}, true],
    ["a token", { authorization: "Bearer x", origin: "https://evil.example" }, true],
    ["another site", { origin: "https://evil.example" }, false],
    ["a hidden origin", { origin: "null", cookie: "a=b" }, false],
    ["a cookie without an origin", { cookie: "a=b" }, false],
    ["a sibling site", { "sec-fetch-site": "same-site", cookie: "a=b" }, false],
    ["a page of ours by another name", { "sec-fetch-site": "same-origin", origin: "http://10.0.0.7:3000" }, false],
  ])("decides: %s", (_what, headers, isAllowed) => {
    const check = () => checkSameOrigin({ method: "POST", headers: new Headers(headers) }, "http://127.0.0.1:3000");
    if (isAllowed) expect(check).not.toThrow();
    else expect(check).toThrow();
  });

  it("B475: names both addresses, and the cure, to who opened a page by another name", () => {
    const headers = new Headers({ "sec-fetch-site": "same-origin", origin: "http://10.0.0.7:3000", cookie: "a=b" });
    const check = () => checkSameOrigin({ method: "POST", headers }, "http://127.0.0.1:3000");
    expect(check).toThrow("This Segno is at http://127.0.0.1:3000, not at http://10.0.0.7:3000. Open it there");
  });
});
