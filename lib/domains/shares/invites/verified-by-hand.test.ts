import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { askReset, setPassword, signUp, verifyAccount } from "@/lib/domains/accounts/commands";
import { verifyByHand as verifyByHandOnPage } from "@/lib/domains/accounts/helping/commands";
import { findPeople } from "@/lib/domains/accounts/helping/reads";
import { askNewAddress, takeNewAddress } from "@/lib/domains/accounts/identity/commands";
import { signInByIdentity } from "@/lib/domains/accounts/linking/commands";
import { checkPassword, startSession } from "@/lib/domains/accounts/sessions/commands";
import { sweepMail } from "@/lib/domains/digests/sweeping/commands";
import { createPerson } from "@/lib/domains/projects/band.fixture";
import { createProject } from "@/lib/domains/projects/commands";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox, readMailedSecret } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createShare } from "../commands";

let stack: TestStack;
let owner: PersonActor;
let projectId: string;
let email: string;
const PASSWORD = "slow dynamo 1979";

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z"), env: { MAIL_DAILY_LIMIT: "1000" } });
  owner = await createPerson(stack.services, "Olga");
});
afterAll(() => stack.close());
/** Somebody is invited, and signs up with the invited address. */
beforeEach(async () => {
  email = `guest.${createId()}@example.com`;
  projectId = (await createProject(stack.services, owner, { name: "Nightferry" })).id;
  await createShare(stack.services, owner, { projectId, email, role: "commenter" });
});

const signUpInvited = () => signUp(stack.services, { email, password: PASSWORD, name: "Guest" });
const verifyByHand = () =>
  stack.services.db.account.update({ where: { email }, data: { emailVerifiedAt: stack.clock.now() } });
async function expectIn(): Promise<void> {
  const account = { email };
  const rows = await stack.services.db.membership.findMany({ where: { projectId, account }, select: { role: true } });
  expect(rows).toEqual([{ role: "commenter" }]);
  const invites = await stack.services.db.invite.findMany({ where: { projectId }, select: { state: true } });
  expect(invites).toEqual([{ state: "accepted" }]);
}

it("verified-by-hand, B352: by the mailed link", async () => {
  await signUpInvited();
  await verifyAccount(stack.services, { token: await readMailedSecret(stack, email, "verify") });
  await expectIn();
});

it("verified-by-hand, B352: by a link whose mail came a day late", async () => {
  await readMailbox(stack, email);
  stack.setMailFaults({ kind: "daily_quota_exceeded", times: 1 });
  await signUpInvited();
  await readMailbox(stack, email);
  stack.clock.advance(25 * 60 * 60 * 1000);
  await sweepMail(stack.services, systemScope);
  await verifyAccount(stack.services, { token: await readMailedSecret(stack, email, "verify") });
  await expectIn();
});

it("verified-by-hand, B352: by an administrator in the database, at the next sign-in", async () => {
  await signUpInvited();
  await verifyByHand();
  const person = await checkPassword(stack.services, { email, password: PASSWORD });
  await startSession(stack.services, { accountId: person?.accountId ?? "", userAgent: "" });
  await expectIn();
});

it("verified-by-hand, B352: by an administrator, without ever signing in, at the next sweep, however often", async () => {
  await signUpInvited();
  await verifyByHand();
  await Promise.all([1, 2, 3].map(() => sweepMail(stack.services, systemScope)));
  await sweepMail(stack.services, systemScope);
  await expectIn();
});

it("verified-by-hand, B352: by an administrator on their page, twice and at once, and by nobody else", async () => {
  await signUpInvited();
  const admin = { ...owner, isAdmin: true };
  const { items } = await findPeople(stack.services, admin, { email: ` ${email.toUpperCase()} ` });
  expect(items).toMatchObject([{ email, verifiedAt: null, waitingInvites: 1 }]);
  const accountId = items[0]?.id ?? "";
  await expect(verifyByHandOnPage(stack.services, owner, { accountId })).rejects.toMatchObject({ reason: "not_admin" });
  await expect(findPeople(stack.services, owner, { email })).rejects.toMatchObject({ reason: "not_admin" });
  const verified = await Promise.all([1, 2, 3].map(() => verifyByHandOnPage(stack.services, admin, { accountId })));
  expect(new Set(verified.map(({ verifiedAt }) => verifiedAt))).toEqual(new Set([stack.clock.now().toISOString()]));
  await expectIn();
  const detail = `${email} verified by hand`;
  expect(await stack.services.db.mailJournal.findMany({ where: { detail } })).toMatchObject([{ actorName: "Olga" }]);
});

it("verified-by-hand, B352: by a provider that people sign in with, before or after signing up", async () => {
  await signUpInvited();
  const identity = { provider: "oidc", providerName: "Band ID", subject: email, isEmailVerified: true, name: "Guest" };
  await signInByIdentity(stack.services, { ...identity, email }, "");
  await expectIn();
});

it("verified-by-hand, B352: by a change of address", async () => {
  const guest = await createPerson(stack.services, "Typo", false);
  await askNewAddress(stack.services, guest, { email });
  await takeNewAddress(stack.services, { token: await readMailedSecret(stack, email, "address") });
  await expectIn();
});

it("verified-by-hand, B352: by the link that sets a password", async () => {
  await signUpInvited();
  await askReset(stack.services, { email });
  await setPassword(stack.services, { token: await readMailedSecret(stack, email, "reset"), password: PASSWORD });
  await expectIn();
});
