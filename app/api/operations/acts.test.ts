import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_CASES } from "@/lib/testing/api-cases";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";

let api: ApiWorld;

beforeAll(async () => {
  api = await openApiWorld();
});
afterAll(() => api.close());

const WRITES = API_CASES.filter(({ operation }) => /^(POST|PUT|PATCH|DELETE) \/api\/operations\b/.test(operation));

describe("everything that administrators can do", () => {
  it("is looked at here", () => expect(WRITES.length).toBeGreaterThan(3));

  it.each(WRITES)("B432: $operation leaves exactly one act, and a refused one none", async (apiCase) => {
    const { db } = api.stack.services;
    const before = await db.auditEntry.count();
    expect((await api.callAs("editor", apiCase)).status).toBe(403);
    expect((await api.callAs("anonymous", apiCase)).status).toBe(401);
    expect(await db.auditEntry.count()).toBe(before);
    const answer = await api.callAs("owner", apiCase);
    expect(answer.status, answer.text).toBeLessThan(300);
    expect(await db.auditEntry.count()).toBe(before + 1);
    const act = await db.auditEntry.findFirst({ orderBy: { id: "desc" } });
    expect(act).toMatchObject({
      actorId: api.actors.owner.accountId,
      actorName: "Owner",
      requestId: answer.headers.get("x-request-id"),
    });
  });
});
