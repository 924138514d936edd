import { signId } from "@/lib/access/tokens";
import { createId } from "@/lib/core/ids";
import { makePicture } from "@/lib/pictures/testing/make-picture";
import { createTestPerson, PASSWORD } from "./actors";
import { ACTS_CASES } from "./acts-cases";
import { type ApiCase, everybody, everyMember, everyPerson, row, type World } from "./api-case";
import { BRIEFED } from "./brief-cases";
import {
  AI_HOST,
  createCover,
  createIdentityRow,
  createMailedSecret,
  createOpenUpload,
  createSessionRow,
  createTokenRow,
  type MailedPurpose,
} from "./builders";
import { EXPORT_CASES } from "./export-cases";
import { LINKED } from "./link-cases";
import { PANEL_CASES } from "./panel-cases";

const PROJECT = "/api/projects/[projectId]";
const SONG = `${PROJECT}/songs/[songId]`;
const UPLOAD = `${SONG}/uploads/[uploadId]`;
const VERSION = `${SONG}/versions/[versionId]`;
const COMMENT = `${SONG}/comments/[commentId]`;
const SHARES = `${PROJECT}/shares`;
const COVERS = { project: `${PROJECT}/covers/[coverId]`, song: `${SONG}/covers/[coverId]` };
const ATTACHMENT = `${SONG}/attachments/[attachmentId]`;

const named = (name: string) => () => ({ body: { name } });
const openUpload = async ({ services, actors, target }: World) => {
  const uploadId = await createOpenUpload(services, actors.owner, target);
  return { params: { uploadId } };
};
const picture = async () => ({ rawBody: new Uint8Array(await makePicture()) });
const cover =
  (of: "project" | "song") =>
  async ({ services, actors, target: { projectId, songId } }: World) => {
    const owner = of === "song" ? { projectId, songId } : { projectId };
    return { params: { coverId: await createCover(services, actors.owner, owner) } };
  };
const deletedSong = async ({ services, actors, target }: World) => {
  const itemId = createId();
  const [createdById, now] = [actors.owner.accountId, services.clock.now()];
  const song = { id: itemId, projectId: target.projectId, createdById, name: "Gone", deletedAt: now, updatedAt: now };
  await services.db.song.create({ data: song });
  return { params: { itemId } };
};
/** One of the owner's own. */
const otherProject = async ({ services, actors }: World) => {
  const [id, ownerId] = [createId(), actors.owner.accountId];
  const memberships = { create: { accountId: ownerId, role: "owner" as const } };
  await services.db.project.create({ data: { id, ownerId, name: "Other", memberships } });
  return id;
};
const offered = async ({ services, actors, target: { projectId } }: World) => {
  await services.db.project.update({ where: { id: projectId }, data: { offeredToId: actors.editor.accountId } });
  return {};
};
/** The sign-in library's own pages and its open log are switched off. */
const unserved = () => ({ params: { nextauth: ["_log"] } });
const freshEmail = () => `somebody.${createId()}@example.com`;
const secretOf = async ({ services }: World, purpose: MailedPurpose) => {
  const person = await createTestPerson(services, "Newcomer", { isVerified: false });
  const expiresAt = new Date(services.clock.now().getTime() + 60_000);
  return createMailedSecret(services, person.accountId, purpose, expiresAt);
};

// biome-ignore format: the columns line up, so that the table reads as one.
const STUDIO: ApiCase[] = [
  //                                   anon stra list comm edit ownr song unve
  row("GET /api/home",                 everyPerson(200)),
  row("GET /api/search",               everyPerson(200), () => ({ query: { q: "song" } })),
  row("GET /api/archive",              everyPerson(200)),
  row("GET /api/projects",             everyPerson(200)),
  row("POST /api/projects",            [401, 201, 201, 201, 201, 201, 201, 403], named("New project")),
  row(`GET ${PROJECT}`,                everyMember(200)),
  row(`PATCH ${PROJECT}`,              [401, 404, 403, 403, 200, 200, 403, 200], named("Renamed")),
  row(`DELETE ${PROJECT}`,             [401, 404, 403, 403, 403, 204, 403, 403]),
  row(`PATCH ${PROJECT}/ai-consent`,   [401, 404, 403, 403, 403, 200, 403, 403], () => ({
    body: { isOn: true, host: AI_HOST, getsSound: false },
  })),
  row(`PUT ${PROJECT}/offer`,          [401, 404, 403, 403, 403, 200, 403, 403], ({ actors }) => ({
    body: { accountId: actors.editor.accountId },
  })),
  // The editor was asked.
  row(`DELETE ${PROJECT}/offer`,       [401, 404, 403, 403, 204, 204, 403, 403], offered),
  row(`POST ${PROJECT}/offer/accept`,  [401, 404, 410, 410, 200, 200, 410, 403], offered),
  row(`GET ${PROJECT}/songs`,          everyMember(200)),
  row(`POST ${PROJECT}/songs`,         [401, 404, 403, 403, 201, 201, 403, 201], named("New song")),
  row(`GET ${SONG}`,                   everyMember(200)),
  row(`PATCH ${SONG}`,                 [401, 404, 403, 403, 200, 200, 403, 200], () => ({ body: { name: "Renamed", stage: "mix" } })),
  row(`DELETE ${SONG}`,                [401, 404, 403, 403, 403, 204, 403, 403]),
  row(`POST ${SONG}/place`,            [401, 404, 403, 403, 204, 204, 403, 204], () => ({ body: { beforeSongId: null } })),
  row(`GET ${SONG}/move`,              [401, 404, 403, 403, 403, 200, 403, 403], async (world) => ({
    query: { projectId: await otherProject(world) },
  })),
  row(`POST ${SONG}/move`,             [401, 404, 403, 403, 403, 200, 403, 403], async (world) => ({
    body: { projectId: await otherProject(world) },
  })),
  row(`GET ${PROJECT}/events`,         everyMember(200)),
  row(`HEAD ${PROJECT}/events`,        everybody(405)),
  row(`GET ${PROJECT}/activity`,       everyMember(200)),
  row(`GET ${SONG}/activity`,          everyMember(200)),
  row(`GET ${SONG}/events`,            everyMember(200)),
  row(`HEAD ${SONG}/events`,           everybody(405)),
  row(`POST ${SONG}/uploads`,          [401, 404, 403, 403, 201, 201, 403, 403], () => ({
    body: { fileName: "take.wav", sizeBytes: 1000, contentType: "audio/wav", idempotencyKey: createId() },
  })),
  row("GET /api/uploads",              everyPerson(200)),
  // An upload is its maker's alone: the owner's, here.
  row(`GET ${UPLOAD}`,                 [401, 404, 403, 403, 404, 200, 403, 404]),
  row(`DELETE ${UPLOAD}`,              [401, 404, 403, 403, 404, 204, 403, 404], openUpload),
  row(`POST ${UPLOAD}/parts`,          [401, 404, 403, 403, 404, 200, 403, 404], async (world) => ({
    ...(await openUpload(world)), body: { parts: [{ number: 1, sizeBytes: 1000 }] },
  })),
  row(`POST ${UPLOAD}/complete`,       [401, 404, 403, 403, 404, 200, 403, 404]),
  row(`GET ${VERSION}`,                everyMember(200)),
  row(`PATCH ${VERSION}`,              [401, 404, 403, 403, 200, 200, 403, 200], () => ({ body: { note: "Louder" } })),
  row(`DELETE ${VERSION}`,             [401, 404, 403, 403, 403, 204, 403, 403]),
  row(`POST ${VERSION}/retry`,         [401, 404, 403, 403, 200, 200, 403, 403], ({ target }) => ({
    params: { versionId: target.failedVersionId },
  })),
  row(`GET ${VERSION}/peaks`,          everyMember(200)),
  row(`GET ${VERSION}/preview`,        everyMember(302)),
  row(`POST ${VERSION}/plays`,         everyMember(204)),
  row(`GET ${VERSION}/download`,       everyMember(302)),
  row(`GET ${PROJECT}/tags`,           everyMember(200)),
  row(`POST ${VERSION}/tags`,          [401, 404, 403, 403, 201, 201, 403, 201], named("dreamy")),
  row(`POST ${VERSION}/suggestions`,   [401, 404, 403, 403, 200, 200, 403, 403]),
  row(`PATCH ${VERSION}/tags/[tagId]`, [401, 404, 403, 403, 200, 200, 403, 200], () => ({ body: { state: "dismissed" } })),
  row(`GET ${SONG}/comments`,          everyMember(200)),
  row(`POST ${SONG}/comments`,         [401, 404, 403, 201, 201, 201, 201, 201], ({ target }) => ({
    body: { versionId: target.versionId, body: "Here.", startSec: 1.5, endSec: 2 },
  })),
  // The commenter's own; an owner may take back anybody's.
  row(`PATCH ${COMMENT}`,              [401, 404, 403, 200, 403, 403, 403, 403], () => ({ body: { body: "There." } })),
  row(`DELETE ${COMMENT}`,             [401, 404, 403, 204, 403, 204, 403, 403]),
  row(`POST ${COMMENT}/replies`,       [401, 404, 403, 201, 201, 201, 201, 201], () => ({ body: { body: "Yes." } })),
  row(`GET ${SONG}/attachments`,       everyMember(200)),
  // The owner's own.
  row(`PATCH ${ATTACHMENT}`,           [401, 404, 403, 403, 200, 200, 403, 200], named("Score.pdf")),
  row(`DELETE ${ATTACHMENT}`,          [401, 404, 403, 403, 403, 204, 403, 403]),
  row(`GET ${ATTACHMENT}/download`,    everyMember(302)),
  row(`PUT ${PROJECT}/cover`,          [401, 404, 403, 403, 200, 200, 403, 403], picture),
  row(`GET ${COVERS.project}`,         [401, 404, 200, 200, 200, 200, 404, 200], cover("project")),
  row(`PUT ${SONG}/cover`,             [401, 404, 403, 403, 200, 200, 403, 403], picture),
  row(`GET ${COVERS.song}`,            everyMember(200), cover("song")),
  row(`POST ${COMMENT}/resolve`,       [401, 404, 403, 200, 200, 200, 200, 200], () => ({ body: { isResolved: true } })),
];

// biome-ignore format: the columns line up, so that the table reads as one.
const PEOPLE: ApiCase[] = [
  //                                   anon stra list comm edit ownr song unve
  row("POST /api/accounts",            everybody(202), () => ({ body: { email: freshEmail(), password: PASSWORD, name: "New" } })),
  row("POST /api/accounts/verification", everybody(202), () => ({ body: { email: freshEmail() } })),
  row("POST /api/accounts/reset",      everybody(202), () => ({ body: { email: freshEmail() } })),
  row("POST /api/accounts/verify",     everybody(204), async (world) => ({ body: { token: await secretOf(world, "verify") } })),
  row("POST /api/accounts/password",   everybody(204), async (world) => ({
    body: { token: await secretOf(world, "reset"), password: PASSWORD },
  })),
  row("GET /api/account",              everyPerson(200)),
  row("GET /api/account/storage",      everyPerson(200)),
  row("PATCH /api/account",            everyPerson(200), () => ({ body: { timeZone: "Europe/Berlin", digestHour: 9 } })),
  row("POST /api/account/password",    everyPerson(204), () => ({ body: { currentPassword: PASSWORD, password: PASSWORD } })),
  row("POST /api/account/address",     everyPerson(202), () => ({ body: { currentPassword: PASSWORD, email: freshEmail() } })),
  row("POST /api/accounts/address",    everybody(204), async (world) => ({ body: { token: await secretOf(world, "address") } })),
  row("GET /api/account/deletion",     everyPerson(200)),
  row("POST /api/account/deletion",    everyPerson(202), () => ({ body: { currentPassword: PASSWORD, projects: [] } })),
  row("POST /api/accounts/deletion",   everybody(204), async (world) => ({ body: { token: await secretOf(world, "delete") } })),
  row("GET /api/account/identities",   everyPerson(200)),
  // The owner's own.
  row("DELETE /api/account/identities/[identityId]", [401, 404, 404, 404, 404, 204, 404, 404], async ({ services, actors }) => ({
    params: { identityId: (await createIdentityRow(services, actors.owner.accountId)).id },
  })),
  row("GET /api/sessions",             everyPerson(200)),
  row("DELETE /api/sessions",          everyPerson(204)),
  // The owner's own.
  row("DELETE /api/sessions/[sessionId]", [401, 404, 404, 404, 404, 204, 404, 404], async ({ services, actors }) => ({
    params: { sessionId: (await createSessionRow(services, actors.owner.accountId)).id },
  })),
  row("GET /api/tokens",               everyPerson(200)),
  row("POST /api/tokens",              everyPerson(201), named("Script")),
  // The owner's own.
  row("DELETE /api/tokens/[tokenId]",  [401, 404, 404, 404, 404, 204, 404, 404], async ({ services, actors }) => ({
    params: { tokenId: (await createTokenRow(services, actors.owner.accountId)).id },
  })),
  row("GET /api/trash",                everyPerson(200)),
  row("DELETE /api/trash",             everyPerson(204)),
  row("DELETE /api/trash/[itemId]",    [401, 404, 404, 404, 404, 204, 404, 404], deletedSong),
  row("POST /api/trash/[itemId]/restore", [401, 404, 404, 404, 404, 204, 404, 404], deletedSong),
  // Each topic answers for itself.
  row("GET /api/live",                 everybody(200), ({ target: { projectId } }) => ({ query: { topics: `notices,project:${projectId}` } })),
  row("HEAD /api/live",                everybody(405)),
  row("GET /api/notifications",        everyPerson(200)),
  row("GET /api/notifications/events", everyPerson(200)),
  row("HEAD /api/notifications/events", everybody(405)),
  row("GET /api/notifications/preferences", everyPerson(200)),
  row("PATCH /api/notifications/preferences", everyPerson(200), () => ({ body: { channels: { "comment.created": "app" } } })),
  row("POST /api/notifications/unseen", everyPerson(204), () => ({ body: { ids: [createId()] } })),
  row(`GET ${PROJECT}/notice-level`,   everyMember(200)),
  row(`PUT ${PROJECT}/notice-level`,   everyMember(200), () => ({ body: { level: "personal" } })),
  row(`GET ${SONG}/notice-level`,      everyMember(200)),
  row(`PUT ${SONG}/notice-level`,      everyMember(200), () => ({ body: { level: "nothing" } })),
  // The owner is an administrator, too.
  row("GET /api/operations/sweeps",       [401, 403, 403, 403, 403, 200, 403, 403]),
  row("GET /api/operations/orphans",      [401, 403, 403, 403, 403, 200, 403, 403]),
  row("GET /api/operations/remeasuring",  [401, 403, 403, 403, 403, 200, 403, 403]),
  row("POST /api/operations/remeasuring", [401, 403, 403, 403, 403, 200, 403, 403], async ({ services, target }) => {
    await services.db.analysis.updateMany({ where: { versionId: target.versionId }, data: { engine: "0.1.0" } });
    await services.db.remeasuring.deleteMany();
    return { body: { action: "start" } };
  }),
  row("GET /api/operations/mail",         [401, 403, 403, 403, 403, 200, 403, 403]),
  row("POST /api/operations/mail",        [401, 403, 403, 403, 403, 200, 403, 403], async ({ services }) => {
    const stopped = { stoppedAt: services.clock.now(), stopReason: "person" as const };
    await services.db.mailControl.updateMany({ where: { lane: "bulk" }, data: stopped });
    return { body: { action: "resume", lanes: ["bulk"] } };
  }),
  row("GET /api/operations/mail/suppressions",  [401, 403, 403, 403, 403, 200, 403, 403]),
  row("POST /api/operations/mail/suppressions", [401, 403, 403, 403, 403, 204, 403, 403], async ({ services }) => {
    const [address, now] = [freshEmail(), services.clock.now()];
    await services.db.mailSuppression.create({ data: { address, reason: "bounced", since: now, createdAt: now } });
    return { body: { address } };
  }),
  row("GET /api/operations/people",       [401, 403, 403, 403, 403, 200, 403, 403], () => ({ query: { email: freshEmail() } })),
  row("POST /api/operations/people/[accountId]/verification", [401, 403, 403, 403, 403, 200, 403, 403], async ({ services }) => {
    const { accountId } = await createTestPerson(services, "Newcomer", { isVerified: false });
    return { params: { accountId } };
  }),
  ...ACTS_CASES,
  row("POST /api/notifications/seen",  everyPerson(200), () => ({ body: {} })),
  row("POST /api/unsubscribe",         everybody(204), async ({ services }) => {
    const { accountId } = await createTestPerson(services, "Reader");
    return { query: { token: signId(services.config.app.authSecret, "unsubscribe", accountId) } };
  }),
  row(`GET ${SHARES}`,                 everyMember(200)),
  row(`POST ${SHARES}`,                [401, 404, 403, 403, 201, 201, 403, 403], () => ({
    body: { email: freshEmail(), role: "listener" },
  })),
  row(`PATCH ${SHARES}/[shareId]`,     [401, 404, 403, 403, 200, 200, 403, 200], ({ target }) => ({
    params: { shareId: target.memberships.listener ?? "" }, body: { canDownload: false },
  })),
  // The listener's membership: who leaves needs no right to.
  row(`DELETE ${SHARES}/[shareId]`,    [401, 404, 204, 403, 204, 204, 403, 204], ({ target }) => ({
    params: { shareId: target.memberships.listener ?? "" },
  })),
  row(`POST ${SHARES}/[shareId]/resend`, [401, 404, 403, 403, 200, 200, 403, 403], ({ target }) => ({
    params: { shareId: target.inviteId },
  })),
  row("GET /api/invites/[token]",      everybody(200), ({ target }) => ({ params: { token: target.inviteToken } })),
  row("POST /api/invites/accept",      everyPerson(200), ({ target }) => ({ body: { token: target.inviteToken } })),
];

// biome-ignore format: the columns line up, so that the table reads as one.
const SERVICE: ApiCase[] = [
  row("GET /api/health/live",          everybody(200)),
  row("GET /api/health/ready",         everybody(200)),
  row("GET /api/openapi.json",         everybody(200)),
];

/** Every call of the public API. */
export const API_CASES: readonly ApiCase[] = [
  ...STUDIO,
  ...BRIEFED,
  ...EXPORT_CASES,
  ...PANEL_CASES,
  ...PEOPLE,
  ...LINKED,
  ...SERVICE,
];

/**
 * What other programs call, each with a proof of its own: the queue signs, the sign-in library takes what its page
 * sends. Nobody's token opens them, so everybody gets the same.
 */
// biome-ignore format: the columns line up, so that the table reads as one.
export const FOREIGN_CASES: readonly ApiCase[] = [
  row("GET /api/inngest",              everybody(401)),
  row("POST /api/inngest",             everybody(401), () => ({ query: { fnId: "segno-analyze", stepId: "step" }, body: {} })),
  // Only the queue itself, signed, may ask which functions the app has.
  row("PUT /api/inngest",              everybody(401), () => ({ body: {} })),
  // Prometheus brings a token of its own kind.
  row("GET /api/metrics",              everybody(401)),
  row("POST /api/mail/webhooks",       everybody(401), () => ({ body: {} })),
  row("GET /api/auth/[...nextauth]",   everybody(404), unserved),
  row("POST /api/auth/[...nextauth]",  everybody(404), unserved),
];
