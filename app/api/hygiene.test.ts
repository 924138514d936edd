import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { installServices, type Services } from "@/lib/services";
import { createSessionCookie } from "@/lib/testing/actors";
import { expectClean, expectProblem } from "@/lib/testing/answer-checks";
import { API_CASES } from "@/lib/testing/api-cases";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import type { RouteCall } from "@/lib/testing/call-route";

let api: ApiWorld;
let services: Services;

beforeAll(async () => {
  api = await openApiWorld();
  services = api.stack.services;
});
afterAll(() => api.close());

async function call(operation: string, request: RouteCall = {}) {
  // A network address each, so that no limit is reached.
  const headers = { "x-forwarded-for": createId(), ...request.headers };
  const answer = await api.call(operation, { ...request, headers });
  expectClean(answer);
  return answer;
}

describe("a read", () => {
  it("changes nothing", async () => {
    const reads = API_CASES.filter(({ operation }) => operation.startsWith("GET"));
    const { target } = await api.createWorld();
    const world = { services, actors: api.actors, target };
    // What a call needs is made beforehand, and is no change of its own.
    const prepared = await Promise.all(reads.map(async (read) => ({ ...read, request: await read.prepare(world) })));
    const before = await takeSnapshot();
    for (const { operation, request } of prepared) {
      await call(operation, { token: api.actors.owner.token, ...request });
    }
    expect(await takeSnapshot()).toEqual(before);
  });

  /** A fingerprint of every table but those that note a visit. */
  async function takeSnapshot(): Promise<Record<string, string>> {
    const { pool } = services.database;
    const listed = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
    const tables = await pool.query<{ name: string }>(listed);
    const prints: Record<string, string> = {};
    for (const { name } of tables.rows) {
      if (["api_token", "session", "rate_limit"].includes(name)) continue;
      const sql = `SELECT COALESCE(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS print FROM "${name}" t`;
      prints[name] = (await pool.query<{ print: string }>(sql)).rows[0]?.print ?? "";
    }
    expect(Object.values(prints).filter(Boolean).length).toBeGreaterThan(8);
    return prints;
  }
});

describe("a change that another site's page asks for", () => {
  const changes = API_CASES.filter(({ operation }) => /^(POST|PATCH|DELETE) (?!\/api\/unsubscribe)/.test(operation));

  it.each(changes)("is refused, although the cookie is right: $operation", async (apiCase) => {
    const cookie = await createSessionCookie(services, api.actors.owner.accountId);
    const world = await api.createWorld();
    const prepared = await apiCase.prepare(world);
    // A guest's call has a cookie of its own, which a browser sends along as well.
    const cookies = [cookie, prepared.headers?.["cookie"]].filter(Boolean).join("; ");
    const send = (headers: Record<string, string>) =>
      call(apiCase.operation, { ...prepared, headers: { cookie: cookies, ...headers } });
    const evil: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "", "sec-fetch-site": "none" },
      { origin: "http://127.0.0.1:3000.evil.example" },
      { origin: services.config.app.url, "sec-fetch-site": "cross-site" },
    ];
    for (const headers of evil) expect(expectProblem(await send(headers)).reason).toBe("cross_origin");
    const own = await send({ origin: services.config.app.url, "sec-fetch-site": "same-origin" });
    expect([apiCase.expected.owner, 403]).toContain(own.status);
    if (own.status === 403) expect(apiCase.expected.owner).toBe(403);
  });
});

describe("a failure of ours", () => {
  it("says nothing of what failed, and has an id to quote", async () => {
    const message = "SELECT * FROM account at /srv/app/lib/db.ts:12 password=hunter2";
    const broken = new Proxy(services.db, {
      get: () => {
        throw new Error(message);
      },
    });
    installServices({ ...services, db: broken });
    try {
      const answer = await api.call("GET /api/account", { token: api.actors.owner.token });
      expect(answer.status).toBe(500);
      expect(answer.text).not.toMatch(/SELECT|srv|hunter2|Error|\.ts/);
      expect(expectProblem(answer)).toMatchObject({ code: "internal", requestId: answer.headers.get("x-request-id") });
    } finally {
      installServices(services);
    }
  });
});
