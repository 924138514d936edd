import { createId } from "@/lib/core/ids";
import { type ApiCase, everybody, everyPerson, row, type World } from "./api-case";
import { createCover } from "./builders";
import { createGuest } from "./link-builders";

const LINKS = "/api/projects/[projectId]/links";
const VISIT = "/api/links/[linkId]";
const VISITED = `${VISIT}/songs/[songId]`;
const guest = ({ services, target }: World) => createGuest(services, target);

/** A guest who has said something. */
const said = async (world: World) => {
  const { accountId, ...entered } = await guest(world);
  const { songId, versionId } = world.target;
  const remark = { id: createId(), songId, versionId, authorId: accountId, body: "Here.", startMs: 100 };
  await world.services.db.comment.create({ data: remark });
  return { ...entered, params: { ...entered.params, commentId: remark.id } };
};

/** Somebody has asked to be let in. */
const asked = async (world: World) => {
  const { params } = await guest(world);
  const request = { id: createId(), linkId: params["linkId"] ?? "", email: `asks.${createId()}@example.com` };
  await world.services.db.accessRequest.create({ data: request });
  return { params: { requestId: request.id }, body: { answer: "granted" } };
};

// A guest's calls bring the link's cookie: it opens the same to everybody, whoever else they are.
// biome-ignore format: the columns line up, so that the table reads as one.
export const LINKED: ApiCase[] = [
  //                                   anon stra list comm edit ownr song unve
  row("GET /api/links",                everyPerson(200)),
  row(`GET ${LINKS}`,                  [401, 404, 403, 403, 200, 200, 403, 200]),
  row(`POST ${LINKS}`,                 [401, 404, 403, 403, 201, 201, 403, 403], () => ({ body: { canComment: true } })),
  row(`PATCH ${LINKS}/[linkId]`,       [401, 404, 403, 403, 200, 200, 403, 403], async (world) => ({
    params: (await guest(world)).params, body: { canDownload: true, expiresAt: null },
  })),
  row(`DELETE ${LINKS}/[linkId]`,      [401, 404, 403, 403, 204, 204, 403, 204], async (world) => ({
    params: (await guest(world)).params,
  })),
  row(`PATCH ${LINKS}/[linkId]/guests/[guestId]`, [401, 404, 403, 403, 200, 200, 403, 200], async (world) => ({
    params: (await guest(world)).params, body: { isBlocked: true },
  })),
  row("POST /api/links/enter",         everybody(200), async (world) => ({ body: { token: (await guest(world)).linkToken } })),
  row("POST /api/links/requests",      everybody(202), async (world) => ({
    body: { token: (await guest(world)).linkToken, email: `somebody.${createId()}@example.com` },
  })),
  row("GET /api/access-requests",      everyPerson(200)),
  row("POST /api/access-requests/[requestId]/answer", [401, 404, 404, 404, 200, 200, 404, 403], asked),
  row(`GET ${VISIT}`,                  everybody(200), guest),
  row(`PATCH ${VISIT}/guest`,          everybody(200), async (world) => ({ ...(await guest(world)), body: { name: "Ada" } })),
  row(`GET ${VISIT}/covers/[coverId]`, everybody(200), async ({ services, actors, target: { projectId } }) => {
    // A song of its own each time, as it shows one cover only.
    const [songId, now] = [createId(), services.clock.now()];
    const song = { id: songId, projectId, createdById: actors.owner.accountId, name: "Covered", updatedAt: now };
    await services.db.song.create({ data: song });
    const coverId = await createCover(services, actors.owner, { projectId, songId });
    await services.db.song.update({ where: { id: songId }, data: { coverId } });
    const entered = await createGuest(services, { projectId, songId });
    return { ...entered, params: { ...entered.params, coverId } };
  }),
  row(`GET ${VISITED}`,                everybody(200), guest),
  row(`GET ${VISITED}/events`,         everybody(200), guest),
  row(`HEAD ${VISITED}/events`,        everybody(405), guest),
  row(`GET ${VISITED}/comments`,       everybody(200), guest),
  row(`POST ${VISITED}/comments`,      everybody(201), async (world) => ({
    ...(await guest(world)), body: { versionId: world.target.versionId, body: "Here.", startSec: 1.5 },
  })),
  row(`POST ${VISITED}/comments/[commentId]/replies`, everybody(201), async (world) => ({
    ...(await guest(world)), body: { body: "Here, too." },
  })),
  row(`PATCH ${VISITED}/comments/[commentId]`,  everybody(200), async (world) => ({
    ...(await said(world)), body: { body: "There." },
  })),
  row(`DELETE ${VISITED}/comments/[commentId]`, everybody(204), said),
  row(`GET ${VISITED}/versions/[versionId]/peaks`,    everybody(200), guest),
  row(`GET ${VISITED}/versions/[versionId]/preview`,  everybody(302), guest),
  row(`GET ${VISITED}/versions/[versionId]/download`, everybody(302), guest),
  row(`POST ${VISITED}/versions/[versionId]/plays`,   everybody(204), guest),
];
