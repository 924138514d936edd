import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { createActors } from "@/lib/testing/actors";
import { expectClean, expectProblem } from "@/lib/testing/answer-checks";
import type { ApiCase, World } from "@/lib/testing/api-case";
import { API_CASES } from "@/lib/testing/api-cases";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import { createTarget } from "@/lib/testing/builders";
import type { RouteAnswer, RouteCall } from "@/lib/testing/call-route";

let api: ApiWorld;
/** The band whose ids leak, and another one whose owner tries them. */
let band: World;
let other: World;

beforeAll(async () => {
  api = await openApiWorld();
  band = await api.createWorld();
  const actors = await createActors(api.stack.services);
  other = { ...band, actors, target: await createTarget(api.stack.services, actors) };
});
afterAll(() => api.close());

const SONG = "/api/projects/[projectId]/songs/[songId]";
const cases = API_CASES.filter(({ operation }) => /\[(?!token\])/.test(operation) && !operation.startsWith("HEAD"));

async function prepareAs(world: World, apiCase: ApiCase): Promise<RouteCall> {
  return { token: world.actors.owner.token, ...(await apiCase.prepare(world)) };
}

async function callWith(apiCase: ApiCase, call: RouteCall, params: RouteCall["params"]): Promise<RouteAnswer> {
  const answer = await api.call(apiCase.operation, { ...call, params: { ...call.params, ...params } });
  expectClean(answer);
  return answer;
}

/** What is for administrators alone is refused before any id is looked at. */
const refused = ({ operation }: ApiCase) => (operation.includes(" /api/operations/") ? 403 : 404);

function find(operation: string): ApiCase {
  const found = API_CASES.find((apiCase) => apiCase.operation === operation);
  if (!found) throw new Error(`There is no case of ${operation}.`);
  return found;
}

describe("an id that names nothing", () => {
  const WRONG = ["1", "' OR 1=1 --", "../../x", "%2e%2e%2f", "\u0000", "x".repeat(5000), "null", "[object Object]"];

  it.each(cases)("is not found, at every place of the path: $operation", async (apiCase) => {
    const call = await prepareAs(band, apiCase);
    for (const name of Object.keys(call.params ?? {})) {
      for (const id of [...WRONG, createId(), "00000000-0000-0000-0000-000000000000"]) {
        const answer = await callWith(apiCase, call, { [name]: id });
        expect(answer.status, `${name}=${id.slice(0, 40)}`).toBe(404);
        expectProblem(answer);
      }
    }
  });
});

describe("another person's id", () => {
  it.each(cases)("is as unknown as one that names nothing: $operation", async (apiCase) => {
    const own = await prepareAs(other, apiCase);
    const foreign = await apiCase.prepare(band);
    for (const name of Object.keys(own.params ?? {})) {
      const answer = await callWith(apiCase, own, { [name]: foreign.params?.[name] ?? "" });
      const unknown = await callWith(apiCase, own, { [name]: createId() });
      expect(answer.status, name).toBe(refused(apiCase));
      expect({ ...expectProblem(answer), requestId: "" }).toEqual({ ...expectProblem(unknown), requestId: "" });
    }
  });

  it("in a body or a query reaches nothing either", async () => {
    const { versionId, songId } = band.target;
    const comment = find(`POST ${SONG}/comments`);
    const own = await prepareAs(other, comment);
    expect((await callWith(comment, { ...own, body: { versionId, body: "Mine?" } }, {})).status).toBe(404);
    const share = find("POST /api/projects/[projectId]/shares");
    const shared = { ...(await prepareAs(other, share)), body: { email: "x@example.com", role: "editor", songId } };
    expect((await callWith(share, shared, {})).status).toBe(404);
    const list = find(`GET ${SONG}/comments`);
    const listed = await callWith(list, { ...(await prepareAs(other, list)), query: { versionId } }, {});
    expect(listed.json).toEqual({ items: [], nextCursor: null });
  });

  it("marks nobody else's notices as seen", async () => {
    const { services } = band;
    const readerId = band.actors.owner.accountId;
    const now = services.clock.now();
    const notice = { id: createId(), readerId, kind: "comment.created", sourceKey: "x", payload: {}, createdAt: now };
    await services.db.notification.create({ data: notice });
    const token = other.actors.owner.token;
    expect((await api.call("POST /api/notifications/seen", { token, body: { ids: [notice.id] } })).status).toBe(200);
    expect((await services.db.notification.findUniqueOrThrow({ where: { id: notice.id } })).seenAt).toBeNull();
  });

  it("left the band as it was", async () => {
    const { songId, projectId } = band.target;
    const { json } = await api.call(`GET ${SONG}`, { params: { projectId, songId }, token: band.actors.owner.token });
    expect(json).toMatchObject({ name: "Song", versions: [{ number: 2 }, { number: 1, note: "" }] });
    // Guests who were let in to be called with have said something themselves.
    const comments = await band.services.db.comment.findMany({ where: { songId, author: { isGuest: false } } });
    expect(comments).toHaveLength(2);
    expect(comments.filter((comment) => comment.deletedAt ?? comment.resolvedAt)).toEqual([]);
  });
});
