import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/policy";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { signUp, verifyAccount } from "@/lib/domains/accounts/commands";
import { checkPassword, startSession } from "@/lib/domains/accounts/sessions/commands";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { createTestPerson, type TestPerson } from "@/lib/testing/actors";
import { readMailbox, readMailedSecret } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createShare, removeShare, resendInvite } from "./commands";
import { acceptInvite, reconcileAllInvites, reconcileInvites } from "./invites/commands";
import { readInvite, readShares } from "./reads";

let stack: TestStack;
let owner: TestPerson;
let counter = 0;

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_DAILY_LIMIT: "1000" } });
  owner = await createTestPerson(stack.services, "Mara");
});
afterAll(() => stack.close());

const act = ({ accountId, email }: TestPerson, isVerified = true): PersonActor => ({
  ...{ kind: "session", accountId, email, name: "", isVerified, isAdmin: false, credentialId: accountId },
});

async function createProject(songCount = 1) {
  const { db } = stack.services;
  const projectId = createId();
  const songIds = Array.from({ length: songCount }, () => createId());
  await db.project.create({ data: { id: projectId, ownerId: owner.accountId, name: "Nightferry" } });
  await db.membership.create({ data: { id: createId(), accountId: owner.accountId, projectId, role: "owner" } });
  await db.song.createMany({
    data: songIds.map((id) => ({
      ...{ id, projectId, createdById: owner.accountId, name: "Harbour", updatedAt: stack.clock.now() },
    })),
  });
  return { projectId, songIds, songId: songIds[0] ?? "" };
}

async function join(projectId: string, name: string, role: Role): Promise<TestPerson> {
  const person = await createTestPerson(stack.services, name);
  await stack.services.db.membership.create({ data: { id: createId(), accountId: person.accountId, projectId, role } });
  return person;
}

function newAddress(): string {
  counter += 1;
  return `guest${counter}@example.com`;
}

async function signUpAs(email: string): Promise<TestPerson> {
  await signUp(stack.services, { email, password: "slow dynamo 1979", name: "Guest" });
  const account = await stack.services.db.account.findUniqueOrThrow({ where: { email: email.toLowerCase() } });
  return { accountId: account.id, email: account.email, token: "" };
}

const rolesOf = async (person: TestPerson) =>
  (
    await stack.services.db.membership.findMany({
      where: { accountId: person.accountId },
      orderBy: { role: "asc" },
      select: { role: true },
    })
  ).map((row) => row.role);

function tokenOf(link: string): string {
  return link.split("/").at(-1) ?? "";
}

const give = (
  projectId: string,
  email: string,
  role: "listener" | "commenter" | "editor",
  songId?: string,
  by: PersonActor = act(owner),
) => createShare(stack.services, by, { projectId, email, role, ...(songId ? { songId } : {}) });

describe("sharing with somebody known", () => {
  it("B21: opens at once and tells them where", async () => {
    const { projectId, songId } = await createProject();
    const jonas = await createTestPerson(stack.services, "Jonas");
    const shared = await give(projectId, jonas.email.toUpperCase(), "commenter", songId);
    expect(shared).toMatchObject({ invite: null, member: { role: "commenter", songId, person: { name: "Jonas" } } });
    const { items } = await readNotifications(stack.services, act(jonas), { limit: 10 });
    expect(items).toMatchObject([{ kind: "share.received", href: `/projects/${projectId}/songs/${songId}` }]);
    expect(await readMailbox(stack, jonas.email)).toEqual([]);
  });

  it("B30: twice, at once and stronger leave one membership with the strongest role", async () => {
    const { projectId } = await createProject();
    const jonas = await createTestPerson(stack.services, "Jonas");
    await Promise.all((["editor", "listener", "commenter"] as const).map((role) => give(projectId, jonas.email, role)));
    await give(projectId, jonas.email, "listener");
    expect(await rolesOf(jonas)).toEqual(["editor"]);
  });
});

describe("inviting", () => {
  it("B23, B24, B27: waits for an address in any letters and becomes access when it is verified", async () => {
    const { projectId, songId } = await createProject();
    const email = newAddress();
    const shared = await give(projectId, email.toUpperCase(), "commenter", songId);
    expect(shared).toMatchObject({ member: null, invite: { email, state: "pending", role: "commenter" } });
    const [mail] = await readMailbox(stack, email);
    expect(mail?.subject).toBe("Mara shares “Harbour” from “Nightferry” with you");
    const mailed = /\/invites\/(\S+)/.exec(mail?.text ?? "")?.[1] ?? "";
    expect((await readInvite(stack.services, { token: mailed })).state).toBe("pending");
    const guest = await signUpAs(email);
    expect(await rolesOf(guest)).toEqual([]);
    await verifyAccount(stack.services, { token: await readMailedSecret(stack, email, "verify") });
    expect(await rolesOf(guest)).toEqual(["commenter"]);
  });

  it("tells no difference between an unknown and an unverified address", async () => {
    const { projectId } = await createProject();
    const [known, unknown] = [newAddress(), newAddress()];
    await signUpAs(known);
    const answers = await Promise.all([known, unknown].map((email) => give(projectId, email, "listener")));
    const shapes = answers.map(({ member, invite }) => ({
      member,
      invite: { ...invite, id: 0, link: 0, email: 0, createdAt: 0 },
    }));
    expect(shapes[0]).toEqual(shapes[1]);
  });

  it("B25: however the address came to be verified, the next sign-in or sweep does it", async () => {
    const { projectId } = await createProject();
    const people = [];
    for (let i = 0; i < 2; i++) {
      const email = newAddress();
      await give(projectId, email, "listener");
      people.push(await signUpAs(email));
    }
    await stack.services.db.account.updateMany({
      where: { id: { in: people.map((person) => person.accountId) } },
      data: { emailVerifiedAt: stack.clock.now() },
    });
    const [first, second] = people;
    if (!first || !second) throw new Error("two people");
    const person = await checkPassword(stack.services, { email: first.email, password: "slow dynamo 1979" });
    await startSession(stack.services, { accountId: person?.accountId ?? "", userAgent: "" });
    expect([await rolesOf(first), await rolesOf(second)]).toEqual([["listener"], []]);
    await reconcileAllInvites(stack.services, systemScope);
    expect(await rolesOf(second)).toEqual(["listener"]);
  });

  it("B26: twice and at once give one; one that fails keeps nobody waiting, and the next run gives it", async () => {
    const { projectId, songIds } = await createProject(5);
    const email = newAddress();
    for (const songId of songIds) await give(projectId, email, "commenter", songId);
    const guest = await signUpAs(email);
    await stack.services.db.account.update({ where: { email }, data: { emailVerifiedAt: stack.clock.now() } });
    await stack.services.db.$executeRawUnsafe(`
      CREATE OR REPLACE FUNCTION cut_off() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'cut off'; END $$ LANGUAGE plpgsql;
      `);
    await stack.services.db.$executeRawUnsafe(`
      CREATE TRIGGER cut BEFORE INSERT ON membership FOR EACH ROW
      WHEN (NEW.song_id = '${songIds[2] ?? ""}') EXECUTE FUNCTION cut_off()`);
    await reconcileInvites(stack.services, guest);
    expect((await rolesOf(guest)).length).toBe(4);
    await stack.services.db.$executeRawUnsafe("DROP TRIGGER cut ON membership");
    await Promise.all(Array.from({ length: 4 }, () => reconcileInvites(stack.services, guest)));
    expect((await rolesOf(guest)).length).toBe(5);
    const { items } = await readNotifications(stack.services, act(guest), { limit: 100 });
    expect(items).toHaveLength(5);
  });

  it("B28, B297: the link works without any mail, once, for whoever holds it; who gave it sees who used it, and when", async () => {
    const { projectId } = await createProject();
    stack.setMailFaults({ kind: "server_error" });
    const { invite } = await give(projectId, newAddress(), "commenter");
    stack.setMailFaults({ kind: "none" });
    const token = tokenOf(invite?.link ?? "");
    expect(await readInvite(stack.services, { token })).toEqual({
      ...{ inviter: "Mara", projectName: "Nightferry", songName: null, role: "commenter", state: "pending" },
    });
    const [holder, late] = await Promise.all([signUpAs(newAddress()), signUpAs(newAddress())]);
    const tries = await Promise.allSettled(
      [holder, late].map((person) => acceptInvite(stack.services, act(person, false), { token })),
    );
    expect(tries.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    const winner = tries[0]?.status === "fulfilled" ? holder : late;
    expect(await acceptInvite(stack.services, act(winner, false), { token })).toEqual({ projectId, songId: null });
    expect(await rolesOf(winner)).toEqual(["commenter"]);
    const [used] = (await readShares(stack.services, act(owner), { projectId })).invites;
    expect(used).toMatchObject({
      ...{ state: "accepted", acceptedAt: stack.clock.now().toISOString() },
      acceptedBy: { id: winner.accountId },
    });
  });

  it("an owner who opens the link does not use it up", async () => {
    const { projectId } = await createProject();
    const { invite } = await give(projectId, newAddress(), "editor");
    const token = tokenOf(invite?.link ?? "");
    expect(await acceptInvite(stack.services, act(owner), { token })).toEqual({ projectId, songId: null });
    expect((await readInvite(stack.services, { token })).state).toBe("pending");
    await expect(readInvite(stack.services, { token: `${token}x` })).rejects.toMatchObject({ code: "not_found" });
  });

  it("B29: shows how the mail fared, sends again, and withdraws", async () => {
    const { projectId } = await createProject();
    const email = newAddress();
    stack.setMailFaults({ kind: "daily_quota_exceeded", times: 1 });
    const { invite } = await give(projectId, email, "listener");
    await readMailbox(stack, email);
    const shownMail = async () => (await readShares(stack.services, act(owner), { projectId })).invites[0]?.mail;
    expect(await shownMail()).toBe("deferred");
    const share = { projectId, shareId: invite?.id ?? "" };
    await resendInvite(stack.services, act(owner), share);
    expect(await readMailbox(stack, email)).toHaveLength(1);
    expect(await shownMail()).toBe("sent");
    await removeShare(stack.services, act(owner), share);
    expect((await readShares(stack.services, act(owner), { projectId })).invites).toEqual([]);
    const guest = await signUpAs(newAddress());
    const accept = acceptInvite(stack.services, act(guest), { token: tokenOf(invite?.link ?? "") });
    await expect(accept).rejects.toMatchObject({ code: "gone" });
    await expect(resendInvite(stack.services, act(owner), share)).rejects.toMatchObject({ code: "gone" });
  });
});

describe("who may", () => {
  it("gives no more than they have, and nothing while unverified", async () => {
    const { projectId, songId } = await createProject();
    const editor = await join(projectId, "Ines", "editor");
    const commenter = await join(projectId, "Otto", "commenter");
    const stranger = await createTestPerson(stack.services, "Stranger");
    const tryAs = (by: PersonActor) => give(projectId, newAddress(), "editor", songId, by);
    await expect(tryAs(act(commenter))).rejects.toMatchObject({ code: "forbidden" });
    await expect(tryAs(act(stranger))).rejects.toMatchObject({ code: "not_found" });
    await expect(tryAs(act(editor, false))).rejects.toMatchObject({ reason: "unverified" });
    await expect(tryAs(act(editor))).resolves.toMatchObject({ member: null });
    await expect(give(projectId, owner.email, "listener")).rejects.toMatchObject({ reason: "own_address" });
  });

  it("sees addresses and invites only when they may share", async () => {
    const { projectId } = await createProject();
    await give(projectId, newAddress(), "listener");
    const listener = await join(projectId, "Otto", "listener");
    const seen = await readShares(stack.services, act(listener), { projectId });
    expect(seen.invites).toEqual([]);
    expect(seen.members.map((member) => member.email)).toEqual([null, null]);
    expect((await readShares(stack.services, act(owner), { projectId })).members[0]?.email).toBe(owner.email);
  });

  it("ends memberships, one's own too, but never the owner's", async () => {
    const { projectId } = await createProject();
    const editor = await join(projectId, "Ines", "editor");
    const listener = await join(projectId, "Otto", "listener");
    const { members } = await readShares(stack.services, act(owner), { projectId });
    const shareOf = (person: TestPerson) => ({
      projectId,
      shareId: members.find((member) => member.person.id === person.accountId)?.membershipId ?? "",
    });
    await expect(removeShare(stack.services, act(listener), shareOf(editor))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(removeShare(stack.services, act(editor), shareOf(owner))).rejects.toMatchObject({ code: "conflict" });
    await expect(removeShare(stack.services, act(owner), shareOf(owner))).rejects.toMatchObject({ code: "conflict" });
    await removeShare(stack.services, act(listener), shareOf(listener));
    await removeShare(stack.services, act(owner), shareOf(editor));
    expect((await readShares(stack.services, act(owner), { projectId })).members).toHaveLength(1);
    await expect(readShares(stack.services, act(editor), { projectId })).rejects.toMatchObject({ code: "not_found" });
  });
});
