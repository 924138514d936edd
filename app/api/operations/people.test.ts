import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { endSessionsOf, joinWaitingInvites } from "@/lib/domains/accounts/helping/commands";
import { findPeople } from "@/lib/domains/accounts/helping/reads";
import { readAudit } from "@/lib/domains/operations/auditing/reads";
import { type Band, createBand } from "@/lib/domains/projects/band.fixture";
import { createShare } from "@/lib/domains/shares/commands";
import { resendInviteFor } from "@/lib/domains/shares/helping/commands";
import { beginUpload } from "@/lib/domains/uploads/commands";
import { setQuota } from "@/lib/domains/uploads/quota/commands";
import { readStorageUse } from "@/lib/domains/uploads/quota/reads";
import { readActor } from "@/lib/http/session";
import { installServices, type Services } from "@/lib/services";
import { createSessionCookie, createTestPerson } from "@/lib/testing/actors";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { GET } from "../live/route";

const GIB = 1024 ** 3;
let stack: TestStack;
let services: Services;
let uninstall: () => void;
let band: Band;
let admin: PersonActor;

beforeAll(async () => {
  stack = await startTestStack({ env: { SEGNO_PROJECT_QUOTA_GIB: "1", SEGNO_ACCOUNT_QUOTA_GIB: "2" } });
  services = stack.services;
  uninstall = installServices(services);
});
beforeEach(async () => {
  band = await createBand(services);
  admin = { ...band.owner, isAdmin: true };
});
afterAll(async () => {
  uninstall();
  await stack.close();
});

const acts = async () => (await readAudit(services, admin, { actorId: admin.accountId })).items;
const announce = (sizeBytes: number) => {
  const file = { fileName: "a.wav", sizeBytes, contentType: "audio/wav", idempotencyKey: createId() };
  return beginUpload(services, band.owner, band, file);
};

describe("B433: whoever looks after people", () => {
  it("ends all sessions of one: their stream and their calls have no right within a second", async () => {
    const { accountId } = band.listener;
    const cookie = await createSessionCookie(services, accountId);
    const other = await createSessionCookie(services, band.editor.accountId);
    const topics = `song:${band.projectId}:${band.songId}`;
    const request = new Request(`http://127.0.0.1:3000/api/live?topics=${topics}`, { headers: { cookie } });
    const reader = (await GET(request, { params: Promise.resolve(undefined) })).body?.getReader();
    await reader?.read();
    const startedAt = performance.now();
    const left = await endSessionsOf(services, admin, { accountId, withTokens: false });
    expect(left.sessions).toBe(0);
    let text = "";
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      text += new TextDecoder().decode(piece.value);
    }
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(text).toContain("event: ended");
    expect(await readActor(services, new Headers({ cookie }))).toBeNull();
    expect(await readActor(services, new Headers({ cookie: other }))).not.toBeNull();
    expect((await acts())[0]).toMatchObject({
      act: "person.sessions_ended",
      targetId: accountId,
      after: { sessions: 2 },
    });
    await endSessionsOf(services, admin, { accountId, withTokens: false });
    expect(await acts()).toHaveLength(1);
  });

  it("ends API tokens only when they are meant, too", async () => {
    const person = await createTestPerson(services, "Robot");
    const headers = new Headers({ authorization: `Bearer ${person.token}` });
    await endSessionsOf(services, admin, { accountId: person.accountId, withTokens: false });
    expect(await readActor(services, headers)).not.toBeNull();
    await endSessionsOf(services, admin, { accountId: person.accountId, withTokens: true });
    await expect(readActor(services, headers)).rejects.toMatchObject({ reason: "bad_token" });
  });

  it("mails an invite again to an address that nobody has, and in nobody's place one that is over", async () => {
    const email = `new.${createId()}@example.com`;
    const { invite } = await createShare(services, band.owner, {
      projectId: band.projectId,
      email,
      role: "listener",
      canDownload: true,
      canSeeVersions: true,
    });
    const inviteId = invite?.id ?? "";
    const { items, invites } = await findPeople(services, admin, { email });
    expect(items).toEqual([]);
    expect(invites).toMatchObject([{ id: inviteId, mails: 1, songName: null }]);
    await resendInviteFor(services, admin, { inviteId });
    expect(await readMailbox(stack, email)).toHaveLength(2);
    expect((await acts())[0]).toMatchObject({ act: "invite.resent", targetId: inviteId });
    await services.db.invite.update({ where: { id: inviteId }, data: { state: "withdrawn" } });
    const before = (await acts()).length;
    await expect(resendInviteFor(services, admin, { inviteId })).rejects.toMatchObject({ code: "gone" });
    expect(await acts()).toHaveLength(before);
  });

  it("turns waiting invites of a verified person into access; of another it says what to do first", async () => {
    const { accountId, email } = await createTestPerson(services, "Waiting", { isVerified: false });
    await createShare(services, band.owner, {
      projectId: band.projectId,
      email,
      role: "commenter",
      canDownload: true,
      canSeeVersions: true,
    });
    await expect(joinWaitingInvites(services, admin, { accountId })).rejects.toThrow("Verify it first");
    await services.db.account.update({ where: { id: accountId }, data: { emailVerifiedAt: stack.clock.now() } });
    const person = await joinWaitingInvites(services, admin, { accountId });
    expect(person.waitingInvites).toBe(0);
    const where = { accountId, projectId: band.projectId };
    expect(await services.db.membership.findFirst({ where })).toMatchObject({ role: "commenter" });
    expect((await acts())[0]).toMatchObject({ act: "person.invites_joined", after: { invites: 1 } });
  });

  it("gives a project and a person more room than is configured, and takes it back", async () => {
    const [project, person] = [
      { kind: "project" as const, id: band.projectId },
      { kind: "person" as const, id: band.owner.accountId },
    ];
    await expect(announce(1.5 * GIB)).rejects.toMatchObject({ reason: "project_full" });
    await setQuota(services, admin, { of: project, quotaBytes: 5 * GIB });
    await announce(1.5 * GIB);
    await expect(announce(1.5 * GIB)).rejects.toMatchObject({ reason: "owner_full" });
    await setQuota(services, admin, { of: person, quotaBytes: 4 * GIB });
    await announce(1.5 * GIB);
    const use = await readStorageUse(services, band.owner);
    expect(use).toMatchObject({ quotaBytes: 4 * GIB, projectQuotaBytes: GIB });
    expect(use.projects.find(({ id }) => id === band.projectId)).toMatchObject({ quotaBytes: 5 * GIB });
    await setQuota(services, admin, { of: project, quotaBytes: null });
    await expect(announce(1)).rejects.toMatchObject({ reason: "project_full" });
    expect((await acts())[0]).toMatchObject({
      ...{ act: "project.quota_set", targetKind: "project", targetId: band.projectId },
      ...{ before: { quotaBytes: 5 * GIB }, after: { quotaBytes: null } },
    });
    const nobody = { kind: "person" as const, id: createId() };
    await expect(setQuota(services, admin, { of: nobody, quotaBytes: 1 })).rejects.toMatchObject({ code: "not_found" });
  });
});
