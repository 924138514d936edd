import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_TOKEN_PREFIX, createSecret, hashSecret, signId } from "@/lib/access/tokens";
import { createId } from "@/lib/core/ids";
import { nameSessionCookie } from "@/lib/http/session-cookie";
import type { Services } from "@/lib/services";
import { createSessionCookie, createTestPerson, PASSWORD } from "@/lib/testing/actors";
import { expectClean, expectProblem } from "@/lib/testing/answer-checks";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import { createMailedSecret } from "@/lib/testing/builders";
import type { RouteCall } from "@/lib/testing/call-route";

let api: ApiWorld;
let services: Services;
const LIVES_MS = 60_000;

beforeAll(async () => {
  api = await openApiWorld();
  services = api.stack.services;
});
afterAll(() => api.close());

const inMs = (ms: number) => new Date(services.clock.now().getTime() + ms);

async function call(operation: string, request: RouteCall = {}) {
  // A network address each, so that no limit but the one under test is reached.
  const headers = { "x-forwarded-for": createId(), ...request.headers };
  const answer = await api.call(operation, { ...request, headers });
  expectClean(answer);
  return answer;
}

describe("an API token", () => {
  it("that is malformed, unknown, altered or of another kind opens nothing", async () => {
    const { token } = api.actors.owner;
    const encodePart = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const unsigned = `${encodePart({ alg: "none" })}.${encodePart({ sub: api.actors.owner.accountId })}.`;
    const headers = [
      ...["", "Bearer", "Bearer ", "Bearer null", "Basic b3duZXI6cGFzcw==", `Token ${token}`, token, "Bearer segno_"],
      ...[`Bearer ${unsigned}`, `Bearer ${hashSecret(token)}`, `Bearer ${API_TOKEN_PREFIX}${createSecret()}`],
      ...[
        `Bearer ${token}x`,
        `Bearer ${token.slice(0, -1)}`,
        `Bearer ${token} ${token}`,
        `Bearer segno_${"a".repeat(9000)}`,
      ],
      `Bearer segno_' OR 1=1 --`,
    ];
    for (const authorization of headers) {
      const answer = await call("GET /api/account", { headers: { authorization } });
      expect(expectProblem(answer).code, authorization.slice(0, 60)).toBe("unauthenticated");
    }
  });

  it("that was ended opens nothing from then on", async () => {
    const person = await createTestPerson(services, "Ender");
    const made = await call("POST /api/tokens", { body: { email: person.email, password: PASSWORD, name: "Script" } });
    const { id, token } = made.json as { id: string; token: string };
    expect((await call("GET /api/account", { token })).status).toBe(200);
    expect((await call("DELETE /api/tokens/[tokenId]", { token, params: { tokenId: id } })).status).toBe(204);
    expect((await call("GET /api/account", { token })).status).toBe(401);
    expect((await call("GET /api/account", { token: person.token })).status).toBe(200);
  });

  it("is not made with a wrong password, and nobody learns which addresses are known", async () => {
    const ask = (email: string, password: string) => call("POST /api/tokens", { body: { email, password, name: "x" } });
    const wrong = expectProblem(await ask(api.actors.owner.email, "not the password"));
    const unknown = expectProblem(await ask("nobody@example.com", PASSWORD));
    expect({ ...wrong, requestId: "" }).toEqual({ ...unknown, requestId: "" });
    expect(wrong.status).toBe(401);
  });
});

describe("a session cookie", () => {
  it("that is junk, unsigned, of another key or of an ended session is nobody's", async () => {
    const name = nameSessionCookie(services.config.app.url);
    const stranger = await encode({ token: { sid: createId() }, secret: services.config.app.authSecret });
    const forged = await encode({ token: { sid: createId() }, secret: "another-secret-that-is-long-enough" });
    for (const value of [
      "",
      "x",
      "a.b.c",
      "a.b.c.d.e",
      "eyJhbGciOiJub25lIn0.e30.",
      forged,
      stranger,
      "%00",
      "x".repeat(9000),
    ]) {
      const answer = await call("GET /api/account", { headers: { cookie: `${name}=${value}` } });
      expect(answer.status, value.slice(0, 40)).toBe(401);
    }
    const cookie = await createSessionCookie(services, api.actors.owner.accountId);
    expect((await call("GET /api/account", { headers: { cookie } })).status).toBe(200);
    await services.db.session.updateMany({ data: { revokedAt: services.clock.now() } });
    expect((await call("GET /api/account", { headers: { cookie } })).status).toBe(401);
  });
});

describe("a mailed link", () => {
  const VERIFY = "POST /api/accounts/verify";
  const SET = "POST /api/accounts/password";
  const newcomer = () => createTestPerson(services, "Newcomer", { isVerified: false });

  it("works once, of twenty at once", async () => {
    const { accountId } = await newcomer();
    const token = await createMailedSecret(services, accountId, "verify", inMs(LIVES_MS));
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(VERIFY, { body: { token } })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, ...Array<number>(19).fill(410)]);
    expect(expectProblem(await call(VERIFY, { body: { token } })).detail).toMatch(/new one/);
  });

  it("does nothing when it is expired, altered, cut or for something else", async () => {
    const person = await newcomer();
    const [expired, reset] = await Promise.all([
      createMailedSecret(services, person.accountId, "verify", inMs(-1)),
      createMailedSecret(services, person.accountId, "reset", inMs(LIVES_MS)),
    ]);
    for (const token of [expired, reset, createSecret(), `${reset}x`, "' OR '1'='1' -- xxxxxxx", hashSecret(reset)]) {
      expect((await call(VERIFY, { body: { token } })).status).toBe(410);
    }
    for (const token of ["", "short", "x".repeat(500)]) {
      expect((await call(VERIFY, { body: { token } })).status).toBe(400);
    }
    const verify = await createMailedSecret(services, person.accountId, "verify", inMs(LIVES_MS));
    expect((await call(SET, { body: { token: verify, password: "another password" } })).status).toBe(410);
    const account = (await call("GET /api/account", { token: person.token })).json;
    expect(account).toMatchObject({ isVerified: false });
  });

  it("that sets a password ends what the old one opened, and the other links", async () => {
    const person = await createTestPerson(services, "Forgetful");
    const cookie = await createSessionCookie(services, person.accountId);
    const first = await createMailedSecret(services, person.accountId, "reset", inMs(LIVES_MS));
    const second = await createMailedSecret(services, person.accountId, "reset", inMs(LIVES_MS));
    expect((await call(SET, { body: { token: second, password: "short" } })).status).toBe(400);
    expect((await call(SET, { body: { token: second, password: "a new password" } })).status).toBe(204);
    expect((await call(SET, { body: { token: first, password: "a new password" } })).status).toBe(410);
    expect((await call("GET /api/account", { token: person.token })).status).toBe(401);
    expect((await call("GET /api/account", { headers: { cookie } })).status).toBe(401);
  });

  it("of an invite is refused when it was altered, withdrawn or used by somebody else", async () => {
    const { target } = await api.createWorld();
    const accept = (token: string, who: "stranger" | "unverified" | "songMember") =>
      call("POST /api/invites/accept", { token: api.actors[who].token, body: { token } });
    const { inviteToken, inviteId } = target;
    const secret = services.config.app.authSecret;
    const altered = `${createId()}${inviteToken.slice(inviteToken.indexOf("."))}`;
    for (const token of [
      altered,
      `${inviteToken}x`,
      inviteId,
      signId(secret, "unsubscribe", inviteId),
      "a.b.c.d.e.f",
    ]) {
      expect((await accept(token, "stranger")).status).toBe(404);
      const read = { params: { token } };
      expect((await call("GET /api/invites/[token]", read)).status).toBe(404);
    }
    expect((await accept(inviteToken, "songMember")).status).toBe(200);
    expect((await accept(inviteToken, "stranger")).status).toBe(410);
    const other = await api.createWorld();
    const withdrawn = { projectId: other.target.projectId, shareId: other.target.inviteId };
    const remove = "DELETE /api/projects/[projectId]/shares/[shareId]";
    expect((await call(remove, { token: api.actors.owner.token, params: withdrawn })).status).toBe(204);
    expect((await accept(other.target.inviteToken, "stranger")).status).toBe(410);
  });

  it("that unsubscribes does so for its own reader alone", async () => {
    const { accountId, token } = api.actors.listener;
    const secret = services.config.app.authSecret;
    const good = signId(secret, "unsubscribe", accountId);
    for (const bad of [`${good}x`, signId(secret, "invite", accountId), good.replace(accountId, createId())]) {
      expect((await call("POST /api/unsubscribe", { query: { token: bad } })).status).toBe(404);
    }
    expect((await call("GET /api/account", { token })).json).toMatchObject({ digestFrequency: "daily" });
  });
});
