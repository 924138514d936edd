import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { askReset, setPassword, signUp, verifyAccount } from "@/lib/domains/accounts/commands";
import { checkPassword, startSession } from "@/lib/domains/accounts/sessions/commands";
import { readSessionActor } from "@/lib/domains/accounts/sessions/reads";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import { readTokenActor } from "@/lib/domains/accounts/tokens/reads";
import { createPerson } from "@/lib/domains/projects/band.fixture";
import { createProject } from "@/lib/domains/projects/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { createShare } from "@/lib/domains/shares/commands";
import type { Services } from "@/lib/services";
import { readMailbox, readMailedSecret } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { signInByIdentity, unlinkIdentity } from "./commands";
import { readIdentities } from "./reads";
import type { ProvenIdentity } from "./schema";

let stack: TestStack;
let services: Services;
const PASSWORD = "slow dynamo 1979";

beforeAll(async () => {
  stack = await startTestStack({
    env: {
      ...{ MAIL_DAILY_LIMIT: "100000", GITHUB_CLIENT_ID: "band", GITHUB_CLIENT_SECRET: "a secret" },
      ...{ OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "band", OIDC_CLIENT_SECRET: "a secret" },
      ...{ OIDC_NAME: "Band ID" },
    },
  });
  services = stack.services;
});
afterAll(() => stack.close());

const freshEmail = () => `ines.${createId()}@example.com`;
const identify = (email: string | null, change: Partial<ProvenIdentity> = {}): ProvenIdentity => ({
  ...{ provider: "oidc", providerName: "Band ID", subject: createId(), email, isEmailVerified: true, name: "Inês" },
  ...change,
});
const signIn = async (identity: ProvenIdentity) => {
  const { sessionId } = await signInByIdentity(services, identity, "tests");
  const actor = await readSessionActor(services, sessionId);
  if (!actor) throw new Error("a session that began is live");
  return actor;
};
const signUpAs = async (email: string) => {
  await signUp(services, { email, password: PASSWORD, name: "Whoever" });
  return await services.db.account.findUniqueOrThrow({ where: { email } });
};

describe("who comes by a provider", () => {
  it("B350: gets an account with a verified address, invites included, and is known by the provider's id from then on", async () => {
    const owner = await createPerson(services, "Olga");
    const { id: projectId } = await createProject(services, owner, { name: "Shared" });
    const email = freshEmail();
    await createShare(services, owner, { projectId, email, role: "commenter" });
    const identity = identify(email.toUpperCase());
    const first = await signIn(identity);
    expect(first).toMatchObject({ email, name: "Inês", isVerified: true });
    expect(await readProject(services, first, projectId)).toMatchObject({ role: "commenter" });
    // Another name and another address, that nobody verified: still the same person.
    const again = await signIn({ ...identity, email: freshEmail(), isEmailVerified: false, name: "Ines M." });
    expect(again).toMatchObject({ accountId: first.accountId, email, name: "Inês" });
  });

  it("B350: is linked to the account of a verified address, whose owner is told; the password goes on", async () => {
    const email = freshEmail();
    const { id } = await signUpAs(email);
    await verifyAccount(services, { token: await readMailedSecret(stack, email, "verify") });
    expect(await signIn(identify(email))).toMatchObject({ accountId: id, name: "Whoever" });
    expect((await readMailbox(stack, email))[0]?.subject).toBe("Band ID signs you in to Segno now");
    expect(await checkPassword(services, { email, password: PASSWORD })).toMatchObject({ accountId: id });
  });

  it("B350: with an address that the provider did not verify, or without one, is refused, and nothing is made", async () => {
    const email = freshEmail();
    const { id } = await signUpAs(email);
    await verifyAccount(services, { token: await readMailedSecret(stack, email, "verify") });
    const before = await services.db.account.count();
    const refused = (identity: ProvenIdentity, reason: string) =>
      expect(signIn(identity)).rejects.toMatchObject({ code: "forbidden", reason });
    await refused(identify(email, { isEmailVerified: false }), "email_unverified");
    await refused(identify(freshEmail(), { isEmailVerified: false }), "email_unverified");
    await refused(identify(null), "email_missing");
    await refused(identify("mara＠example.com"), "email_missing");
    expect(await services.db.account.count()).toBe(before);
    expect(await services.db.identity.count({ where: { accountId: id } })).toBe(0);
  });

  it("B350: whose address somebody else signed up with has it without them: password, sessions, tokens and links end", async () => {
    const email = freshEmail();
    const { id } = await signUpAs(email);
    const { sessionId } = await startSession(services, { accountId: id, userAgent: "the stranger's" });
    const stranger = await readSessionActor(services, sessionId);
    const { token } = await createApiToken(services, stranger, { name: "Back door" });
    await askReset(services, { email });
    const reset = await readMailedSecret(stack, email, "reset");
    const verify = await readMailedSecret(stack, email, "verify");
    expect(await signIn(identify(email))).toMatchObject({ accountId: id, name: "Inês", isVerified: true });
    expect(await readSessionActor(services, sessionId)).toBeNull();
    expect(await readTokenActor(services, token)).toBeNull();
    expect(await checkPassword(services, { email, password: PASSWORD })).toBeNull();
    await expect(setPassword(services, { token: reset, password: "the stranger's" })).rejects.toMatchObject({
      code: "gone",
    });
    await expect(verifyAccount(services, { token: verify })).rejects.toMatchObject({ code: "gone" });
  });

  it("B350: is not let into an account that knows another person of that provider, who had the address before", async () => {
    const email = freshEmail();
    const first = await signIn(identify(email));
    await expect(signIn(identify(email))).rejects.toMatchObject({ reason: "other_identity" });
    // Another provider is another question.
    expect((await signIn(identify(email, { provider: "google" }))).accountId).toBe(first.accountId);
  });

  it("B350: twenty times at once has one account and one link", async () => {
    const identity = identify(freshEmail());
    const all = await Promise.all(Array.from({ length: 20 }, () => signIn(identity)));
    expect(new Set(all.map(({ accountId }) => accountId)).size).toBe(1);
    const rows = await services.db.identity.findMany({ where: { subject: identity.subject } });
    expect(rows).toHaveLength(1);
  });

  it("B350: has no password until one is set by mail, and both ways lead in then", async () => {
    const email = freshEmail();
    const identity = identify(email);
    const { accountId } = await signIn(identity);
    expect(await checkPassword(services, { email, password: "" })).toBeNull();
    await askReset(services, { email });
    await setPassword(services, { token: await readMailedSecret(stack, email, "reset"), password: PASSWORD });
    expect(await checkPassword(services, { email, password: PASSWORD })).toMatchObject({ accountId });
    expect((await signIn(identity)).accountId).toBe(accountId);
  });
});

describe("B473: a provider that is to sign one in no longer", () => {
  it("is taken from an account with a password, which its address is told of; who comes by it is a stranger again", async () => {
    const email = freshEmail();
    const { id: accountId } = await signUpAs(email);
    await verifyAccount(services, { token: await readMailedSecret(stack, email, "verify") });
    const identity = identify(email);
    const actor = await signIn(identity);
    expect(actor.accountId).toBe(accountId);
    const [linked, ...others] = await readIdentities(services, actor);
    expect(others).toEqual([]);
    await unlinkIdentity(services, actor, linked?.id ?? "");
    expect(await readIdentities(services, actor)).toEqual([]);
    expect((await readMailbox(stack, email))[0]?.subject).toMatch(/signs you in to Segno no longer$/);
    // Their address has changed since, as far as the provider knows.
    const later = await signIn({ ...identity, email: freshEmail() });
    expect(later.accountId).not.toBe(accountId);
    expect(await checkPassword(services, { email, password: PASSWORD })).not.toBeNull();
  });

  it("stays while it is the only way in, also when two are unlinked at one moment", async () => {
    const email = freshEmail();
    const actor = await signIn(identify(email));
    const [only] = await readIdentities(services, actor);
    await expect(unlinkIdentity(services, actor, only?.id ?? "")).rejects.toMatchObject({ reason: "last_way_in" });
    // Another that this Segno does not ask opens nothing.
    const add = (provider: string) =>
      services.db.identity.create({
        data: { id: createId(), accountId: actor.accountId, provider, subject: createId() },
      });
    await add("google");
    await expect(unlinkIdentity(services, actor, only?.id ?? "")).rejects.toMatchObject({ reason: "last_way_in" });
    await add("github");
    const asked = (await readIdentities(services, actor)).filter(({ providerName }) => providerName !== "google");
    const both = asked.map(({ id }) => unlinkIdentity(services, actor, id));
    const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
    expect(outcomes.sort()).toEqual(["fulfilled", "rejected"]);
    expect(await readIdentities(services, actor)).toHaveLength(2);
  });

  it("is nobody else's to take", async () => {
    const actor = await signIn(identify(freshEmail()));
    const other = await createPerson(services, "Olga");
    const [only] = await readIdentities(services, actor);
    await expect(unlinkIdentity(services, other, only?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  });
});
