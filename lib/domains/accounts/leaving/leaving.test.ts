import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { askReset, signUp, verifyAccount } from "@/lib/domains/accounts/commands";
import { askNewAddress } from "@/lib/domains/accounts/identity/commands";
import { checkPassword, startSession } from "@/lib/domains/accounts/sessions/commands";
import { readSessionActor } from "@/lib/domains/accounts/sessions/reads";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import { readTokenActor } from "@/lib/domains/accounts/tokens/reads";
import { createComment } from "@/lib/domains/comments/commands";
import { listComments } from "@/lib/domains/comments/reads";
import { planDigests } from "@/lib/domains/digests/commands";
import { createLink } from "@/lib/domains/links/commands";
import { createLinkSchema } from "@/lib/domains/links/schema";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { createProject } from "@/lib/domains/projects/commands";
import { takeProject } from "@/lib/domains/projects/handover/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { createShare } from "@/lib/domains/shares/commands";
import { readShares } from "@/lib/domains/shares/reads";
import type { Services } from "@/lib/services";
import { readMailbox, readMailedSecret } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { askDeletion, deleteAccount } from "./commands";
import { askToLeave, findEverywhere } from "./leaving.fixture";
import { readLeaving } from "./reads";
import { FORMER_NAME } from "./rules";
import type { ProjectPlan } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;
const PASSWORD = "slow dynamo 1979";

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_DAILY_LIMIT: "100000" } });
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
});

const ask = (person: PersonActor, projects?: ProjectPlan) => askToLeave(stack, person, projects);
const goes = (projectId = band.projectId): ProjectPlan => [{ projectId, offerTo: null }];
const stays = (person: PersonActor, projectId = band.projectId): ProjectPlan => [
  { projectId, offerTo: person.accountId },
];
const find = ({ accountId }: PersonActor) => services.db.account.findUniqueOrThrow({ where: { id: accountId } });
const isDeleted = async (person: PersonActor) => (await find(person)).deletedAt !== null;
const say = async (by: PersonActor, body: string) => {
  const { version } = await uploadFile(services, band.owner, band, makeWav(0.2));
  await createComment(services, by, band, { versionId: version?.id ?? "", body, startSec: 0, endSec: null });
};

const newLink = createLinkSchema.parse({});

describe("what goes", () => {
  it("B347: nothing of the address is left in any column, and nothing acts or waits for the account", async () => {
    const email = `Ines.${band.projectId}@example.com`;
    const own = email.toLowerCase();
    await createShare(services, band.owner, { projectId: band.projectId, email, role: "editor" });
    await signUp(services, { email, password: PASSWORD, name: "Inês" });
    await verifyAccount(services, { token: await readMailedSecret(stack, own, "verify") });
    const person = await checkPassword(services, { email, password: PASSWORD });
    if (!person) throw new Error("she signs in");
    const { sessionId } = await startSession(services, { accountId: person.accountId, userAgent: "tests" });
    const { token: apiToken } = await createApiToken(services, person, { name: "Script" });
    // Everything that keeps an address.
    await signUp(services, { email, password: PASSWORD, name: "Twice" });
    await askReset(services, { email });
    await askNewAddress(services, person, { email: `other.${own}` });
    await services.db.rateLimit.create({ data: { key: `sign-in-account:${own}`, points: 1 } });
    const other = await createBand(services);
    await services.db.invite.create({
      data: {
        email: own,
        role: "listener",
        projectId: other.projectId,
        targetId: other.projectId,
        invitedById: other.owner.accountId,
      },
    });
    const now = stack.clock.now();
    await services.db.mailSuppression.create({
      data: { address: own, reason: "complained", since: now, createdAt: now },
    });
    const report = { providerId: "x", toAddress: own, happenedAt: now, createdAt: now } as const;
    await services.db.mailReport.create({ data: { ...report, id: own.slice(0, 20), kind: "complained" } });
    await services.db.mailJournal.create({
      data: { kind: "suppression_lifted", detail: `Mail may go to ${own} again`, createdAt: now },
    });
    await createShare(services, person, { projectId: band.projectId, email: "drummer@example.com", role: "listener" });
    const link = await createLink(services, person, { ...newLink, projectId: band.projectId });
    await services.db.accessRequest.create({ data: { linkId: link.id, email: own, createdAt: now } });
    const before = await findEverywhere(services.db, own);
    for (const column of ["account.email", "account_token.new_email", "email.to_address", "rate_limit.key"])
      expect(before).toContain(column);
    for (const column of [
      "invite.email",
      "access_request.email",
      "mail_report.to_address",
      "mail_suppression.address",
      "mail_journal.detail",
    ])
      expect(before).toContain(column);

    await deleteAccount(services, { token: await ask(person) });
    await readMailbox(stack);
    expect(await findEverywhere(services.db, own)).toEqual([]);
    const { revokedAt } = await services.db.link.findUniqueOrThrow({ where: { id: link.id } });
    expect(revokedAt).toEqual(now);
    expect(await readSessionActor(services, sessionId)).toBeNull();
    expect(await readTokenActor(services, apiToken)).toBeNull();
    expect(await checkPassword(services, { email, password: PASSWORD })).toBeNull();
    expect(await services.db.membership.count({ where: { accountId: person.accountId } })).toBe(0);
    const { invites, members } = await readShares(services, band.owner, { projectId: band.projectId });
    expect(invites.map((invite) => invite.email)).not.toContain("drummer@example.com");
    expect(members.map(({ person: { id } }) => id)).not.toContain(person.accountId);
    // The address is free again, and knows nothing of before.
    await signUp(services, { email, password: PASSWORD, name: "Anew" });
    await verifyAccount(services, { token: await readMailedSecret(stack, own, "verify") });
    const anew = await checkPassword(services, { email, password: PASSWORD });
    expect(anew?.accountId).not.toBe(person.accountId);
    await expect(readProject(services, anew, band.projectId)).rejects.toMatchObject({ code: "not_found" });
  });

  it("B347: a digest that was due, and one that is frozen, is not sent", async () => {
    await services.db.account.update({ where: { id: band.listener.accountId }, data: { digestHour: 0 } });
    await say(band.commenter, "News.");
    await deleteAccount(services, { token: await ask(band.listener) });
    stack.clock.advance(24 * 60 * 60 * 1000);
    const tickAt = stack.clock.now();
    const { turns } = await planDigests(services, systemScope, {
      tickAt,
      expiresAt: new Date(tickAt.getTime() + 600_000),
    });
    expect(turns.flatMap(({ data }) => data.readers.map(({ accountId }) => accountId))).not.toContain(
      band.listener.accountId,
    );
  });
});

describe("what stays", () => {
  it("B347: what was said and brought to others' projects, by a former member", async () => {
    await say(band.commenter, "The snare is late.");
    await uploadFile(services, band.editor, band, makeWav(0.2), "Eddie's take.wav");
    for (const person of [band.commenter, band.editor]) await deleteAccount(services, { token: await ask(person) });
    const { items } = await listComments(services, band.owner, band, { limit: 10 });
    expect(items).toMatchObject([{ body: "The snare is late.", author: { name: FORMER_NAME } }]);
    const takes = await services.db.version.findMany({
      where: { song: { projectId: band.projectId }, deletedAt: null },
    });
    expect(takes.map(({ fileName }) => fileName)).toContain("Eddie's take.wav");
  });

  it("B349: a project that a member is asked to own goes on, and is theirs when they accept", async () => {
    await deleteAccount(services, { token: await ask(band.owner, stays(band.listener)) });
    const see = (person: PersonActor) => readProject(services, person, band.projectId);
    expect(await see(band.listener)).toMatchObject({
      ...{ role: "listener", handover: { from: null, to: { id: band.listener.accountId }, canTake: true } },
    });
    const { items } = await readNotifications(services, band.listener, { limit: 1 });
    expect(items).toMatchObject([{ kind: "project.offered", doer: { name: FORMER_NAME } }]);
    expect(await takeProject(services, band.listener, band.projectId)).toMatchObject({ role: "owner" });
  });

  it("B349: one whose owner is gone can be taken over by whoever may change it, once", async () => {
    await deleteAccount(services, { token: await ask(band.owner, stays(band.listener)) });
    expect((await readProject(services, band.commenter, band.projectId)).handover).toBeNull();
    await expect(takeProject(services, band.commenter, band.projectId)).rejects.toMatchObject({ reason: "offer_over" });
    const both = [band.editor, band.listener].map((person) => takeProject(services, person, band.projectId));
    const done = (await Promise.allSettled(both)).filter(({ status }) => status === "fulfilled");
    expect(done).toHaveLength(1);
    expect(await services.db.membership.count({ where: { projectId: band.projectId, role: "owner" } })).toBe(1);
  });

  it("B349: one that is not handed on is gone for everybody, and can't be taken out of any trash", async () => {
    await deleteAccount(services, { token: await ask(band.owner, goes()) });
    await expect(readProject(services, band.editor, band.projectId)).rejects.toMatchObject({ code: "not_found" });
    const { deletedAt } = await services.db.project.findUniqueOrThrow({ where: { id: band.projectId } });
    expect(deletedAt).not.toBeNull();
  });
});

describe("asking", () => {
  it("B349: shows each project with who may own it; decisions that don't fit are refused at their field", async () => {
    const { projects } = await readLeaving(services, band.owner);
    expect(projects).toMatchObject([{ id: band.projectId, songCount: 1 }]);
    expect(projects[0]?.members.map(({ id }) => id)).toContain(band.listener.accountId);
    await expect(ask(band.owner, stays(band.stranger))).rejects.toMatchObject({
      fields: [{ field: "projects.0.offerTo" }],
    });
    await expect(ask(band.editor, goes())).rejects.toMatchObject({ fields: [{ field: "projects.0.projectId" }] });
  });

  it("B349: what is owned by then, and was not decided on, keeps everything as it is", async () => {
    const token = await ask(band.owner, goes());
    const more = await createProject(services, band.owner, { name: "Meanwhile" });
    await expect(deleteAccount(services, { token })).rejects.toMatchObject({ reason: "projects_changed" });
    expect(await isDeleted(band.owner)).toBe(false);
    expect((await readProject(services, band.editor, band.projectId)).id).toBe(band.projectId);
    await deleteAccount(services, { token: await ask(band.owner, [...goes(), ...goes(more.id)]) });
    expect(await isDeleted(band.owner)).toBe(true);
  });

  it("B348: by its latest link alone, and never twice", async () => {
    const first = await ask(band.commenter);
    const token = await ask(band.commenter);
    await expect(deleteAccount(services, { token: first })).rejects.toMatchObject({ code: "gone" });
    await deleteAccount(services, { token });
    await expect(deleteAccount(services, { token })).rejects.toMatchObject({ code: "gone" });
    await expect(askDeletion(services, band.commenter, { projects: [] })).rejects.toMatchObject({
      reason: "account_gone",
    });
  });
});
