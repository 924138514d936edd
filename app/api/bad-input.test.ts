import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { MAX_COMMENT_LENGTH } from "@/lib/domains/comments/schema";
import { expectBadField, expectClean, expectProblem, findOperation } from "@/lib/testing/answer-checks";
import type { ApiCase, World } from "@/lib/testing/api-case";
import { API_CASES } from "@/lib/testing/api-cases";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import type { RouteAnswer, RouteCall } from "@/lib/testing/call-route";

let api: ApiWorld;
let world: World;

beforeAll(async () => {
  api = await openApiWorld();
  world = await api.createWorld();
});
afterAll(() => api.close());

const prepared = new Map<ApiCase, RouteCall>();

/** A call of the owner's that would work, with something changed. */
async function callChanged(apiCase: ApiCase, change: (call: RouteCall) => RouteCall): Promise<RouteAnswer> {
  const call = prepared.get(apiCase) ?? { token: api.actors.owner.token, ...(await apiCase.prepare(world)) };
  prepared.set(apiCase, call);
  const answer = await api.call(apiCase.operation, change(call));
  expectClean(answer);
  return answer;
}

const withBody = (body: unknown) => (call: RouteCall) => ({ ...call, body });
const withRaw = (rawBody: string) => (call: RouteCall) => ({ ...call, rawBody });

describe("a body that can't be used", () => {
  const cases = API_CASES.filter((apiCase) => findOperation(apiCase.operation)?.body);
  const nested = "[".repeat(100_000) + "]".repeat(100_000);
  const huge = JSON.stringify({ name: "x".repeat(10 * 1024 * 1024) });
  const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 0])));

  it.each(cases)("is refused with its reason: $operation", async (apiCase) => {
    for (const raw of ["", "{", "[]", "null", "7", '"text"', "\u0000", nested, wide]) {
      expect((await callChanged(apiCase, withRaw(raw))).status, raw.slice(0, 20)).toBe(400);
    }
    const plain = await callChanged(apiCase, (call) => ({ ...call, headers: { "content-type": "text/plain" } }));
    expect(expectProblem(plain).reason).toBe("not_json");
    const large = await callChanged(apiCase, withRaw(huge));
    expect(expectProblem(large).reason).toBe("body_too_large");
  });

  it.each([
    ["POST /api/auth/[...nextauth]", { params: { nextauth: ["callback", "credentials"] } }, 1],
    ["POST /api/inngest", {}, 9],
  ])("is cut off where other hands read it, with and without a length: %s", async (operation, call, megabytes) => {
    const text = "x".repeat(megabytes * 1024 * 1024);
    const stream = new Blob([text]).stream();
    for (const rawBody of [text, stream]) {
      const answer = await api.call(operation, { ...call, rawBody });
      expect(answer.status).toBe(413);
      expect(expectProblem(answer).reason).toBe("body_too_large");
    }
  });

  it.each(cases)("may name no field beyond its own: $operation", async (apiCase) => {
    for (const field of ["ownerId", "accountId", "isVerified", "emailVerifiedAt", "isAdmin", "createdAt"]) {
      const addField = (call: RouteCall) => ({ ...call, body: { ...(call.body as object), [field]: createId() } });
      expectBadField(await callChanged(apiCase, addField), field);
    }
    const polluted = (call: RouteCall) => {
      const text = JSON.stringify({ ...(call.body as object), x: 0 }).replace('"x":0', '"__proto__":{"role":"owner"}');
      return { ...call, rawBody: text };
    };
    expect((await callChanged(apiCase, polluted)).status).toBeLessThan(500);
    expect(Object.hasOwn(Object.prototype, "role")).toBe(false);
  });

  it.each(cases)("may put nothing of another type, no query and no list, into a field: $operation", async (apiCase) => {
    const { body } = await apiCase.prepare(world);
    for (const field of Object.keys(body as object)) {
      for (const wrong of [{ not: null }, { $gt: "" }, [[]], [{ id: { not: "" } }]]) {
        const answer = await callChanged(apiCase, withBody({ ...(body as object), [field]: wrong }));
        expectBadField(answer, field);
      }
    }
  });
});

describe("a name", () => {
  const GOOD = [
    ...["🎸 Ålesund 𝄋", "👩‍👩‍👧", "שיר חדש", "أغنية جديدة", "../../x", "..\\..\\x", "' OR 1=1; --", "%00%2e%2e"],
    ...["<script>alert(1)</script>", "{{7*7}}", "e\u0301tude", "x".repeat(200), "🎸".repeat(200), "null", "0"],
  ];
  const BAD = ["", "   ", "x".repeat(201), "x".repeat(500), "🎸".repeat(201), "a\u0000b", "a\nb", "\u0007"];
  const SONGS = "POST /api/projects/[projectId]/songs";
  const SONG = "PATCH /api/projects/[projectId]/songs/[songId]";
  const operations = ["POST /api/projects", "PATCH /api/projects/[projectId]", SONGS, SONG, "PATCH /api/account"];
  const cases = API_CASES.filter((apiCase) => operations.includes(apiCase.operation));

  it.each(cases)("stays exactly as it was typed, or is refused by its field: $operation", async (apiCase) => {
    for (const name of GOOD) {
      const answer = await callChanged(apiCase, withBody({ name }));
      expect(answer.json).toMatchObject({ name });
    }
    for (const name of BAD) expectBadField(await callChanged(apiCase, withBody({ name })), "name");
  });

  it("with half a character, which a database would change in silence, is refused by its field", async () => {
    for (const apiCase of cases) expectBadField(await callChanged(apiCase, withBody({ name: "a\ud800b" })), "name");
  });
});

describe("other words", () => {
  const SONG = "/api/projects/[projectId]/songs/[songId]";
  const find = (operation: string) => API_CASES.filter((apiCase) => apiCase.operation === operation)[0] as ApiCase;
  const FIELDS: [string, string][] = [
    [`POST ${SONG}/comments`, "body"],
    [`POST ${SONG}/comments/[commentId]/replies`, "body"],
    [`PATCH ${SONG}/versions/[versionId]`, "note"],
    [`POST ${SONG}/uploads`, "fileName"],
    [`POST ${SONG}/uploads`, "contentType"],
    [`POST ${SONG}/uploads`, "idempotencyKey"],
    ["PATCH /api/account", "timeZone"],
    ["POST /api/tokens", "name"],
    ["POST /api/accounts", "email"],
    ["POST /api/accounts", "name"],
    ["POST /api/projects/[projectId]/shares", "email"],
  ];

  it.each(FIELDS)(
    "with a NUL, which no database keeps, are refused by their field: %s %s",
    async (operation, field) => {
      const change = (call: RouteCall) => ({
        ...call,
        body: { ...(call.body as object), [field]: "abcdefgh\u0000ij" },
      });
      expectBadField(await callChanged(find(operation), change), field);
    },
  );

  it("of a comment keep every script and line, up to their length", async () => {
    const comment = find(`POST ${SONG}/comments`);
    const { versionId } = world.target;
    for (const body of ["🎸 שיר\n\nsecond line", "<b>bold</b>", "x".repeat(MAX_COMMENT_LENGTH)]) {
      const answer = await callChanged(comment, withBody({ versionId, body }));
      expect(answer.json).toMatchObject({ body });
    }
    const long = "x".repeat(MAX_COMMENT_LENGTH + 1);
    expectBadField(await callChanged(comment, withBody({ versionId, body: long })), "body");
  });

  it("of a place in the sound lie within it", async () => {
    const comment = find(`POST ${SONG}/comments`);
    const say = (place: object) =>
      callChanged(comment, withBody({ versionId: world.target.versionId, body: "Here.", ...place }));
    for (const startSec of [-1, 86_401, 3600, "1", "NaN"]) expectBadField(await say({ startSec }), "startSec");
    for (const endSec of [1, 0.5, 3600]) expectBadField(await say({ startSec: 1, endSec }), "endSec");
    expectBadField(await say({ endSec: 1 }), "endSec");
  });
});

describe("a query", () => {
  const lists = API_CASES.filter((apiCase) => findOperation(apiCase.operation)?.query?.shape["cursor"]);

  it.each(lists)("with a bad limit or place is refused by its field: $operation", async (apiCase) => {
    const ask = (query: Record<string, string>) => callChanged(apiCase, (call) => ({ ...call, query }));
    for (const limit of ["0", "-1", "201", "1e9", "1.5", "abc", "NaN", "Infinity"]) {
      expectBadField(await ask({ limit }), "limit");
    }
    for (const cursor of ["!!!", "x".repeat(500), "MQ", Buffer.from("' OR 1=1").toString("base64url")]) {
      expectBadField(await ask({ cursor }), "cursor");
    }
    expect((await ask({ limit: "1", "where[id][not]": "x", orderBy: "passwordHash" })).status).toBe(200);
  });

  it.each([
    ["GET /api/projects/[projectId]/songs/[songId]/comments", "versionId", "1"],
    ["GET /api/projects/[projectId]/songs/[songId]/events", "after", "-1"],
    ["GET /api/live", "topics", "song:1"],
    ["GET /api/live", "topics", ""],
    ["GET /api/projects/[projectId]/songs/[songId]/versions/[versionId]/peaks", "layer", "../source"],
    ["GET /api/projects/[projectId]/shares", "songId", "' OR 1=1 --"],
    ["POST /api/unsubscribe", "token", "x"],
  ])("with a bad word is refused by its field: %s %s", async (operation, field, value) => {
    const apiCase = API_CASES.find((one) => one.operation === operation) as ApiCase;
    expectBadField(await callChanged(apiCase, (call) => ({ ...call, query: { [field]: value } })), field);
  });
});
