import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { verifyPassword } from "@/lib/access/passwords";
import { createId } from "@/lib/core/ids";
import { createPerson } from "@/lib/domains/projects/band.fixture";
import { createProject } from "@/lib/domains/projects/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { createShare } from "@/lib/domains/shares/commands";
import type { Services } from "@/lib/services";
import { readMailbox, readMailedSecret } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { askReset, setPassword, signUp } from "../commands";
import { endOtherSessions, endOwnSession, startSession } from "../sessions/commands";
import { readSessionActor, readSessions } from "../sessions/reads";
import { askNewAddress, changePassword, takeNewAddress } from "./commands";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604";

let stack: TestStack;
let services: Services;
let mara: PersonActor;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  mara = await createPerson(services, "Mara");
});

const freshEmail = () => `${createId()}@example.com`;

async function signIn(person: PersonActor, userAgent = FIREFOX): Promise<PersonActor> {
  const { sessionId } = await startSession(services, { accountId: person.accountId, userAgent });
  const actor = await readSessionActor(services, sessionId);
  if (!actor) throw new Error("The session is not live.");
  return actor;
}

const isIn = async (session: PersonActor) => (await readSessionActor(services, session.credentialId)) !== null;

const mailsTo = (address: string) => readMailbox(stack, address);
const secretIn = (address: string, page: "reset" | "address") => readMailedSecret(stack, address, page);
const askFor = (person: PersonActor, email: string) => askNewAddress(services, person, { email });
const readEmail = async ({ accountId }: PersonActor) =>
  services.db.account.findUniqueOrThrow({ where: { id: accountId }, select: { email: true, emailVerifiedAt: true } });

describe("sessions", () => {
  it("B360: are listed with device and use, this one first, and ended one by one or all but this one", async () => {
    const laptop = await signIn(mara);
    const phone = await signIn(mara, SAFARI);
    const third = await signIn(mara, "");
    const listed = await readSessions(services, laptop);
    expect(listed.map(({ device, isThisOne }) => ({ device, isThisOne }))).toEqual([
      { device: "Firefox on Linux", isThisOne: true },
      { device: null, isThisOne: false },
      { device: "Safari on iPhone", isThisOne: false },
      { device: null, isThisOne: false },
    ]);
    await endOwnSession(services, laptop, phone.credentialId);
    expect(await Promise.all([laptop, phone, third].map(isIn))).toEqual([true, false, true]);
    await endOtherSessions(services, laptop);
    expect(await Promise.all([laptop, third].map(isIn))).toEqual([true, false]);
  });

  it("B360: of others are neither listed nor ended, and an ended one not twice", async () => {
    const own = await signIn(mara);
    const theirs = await signIn(await createPerson(services, "Theo"));
    expect((await readSessions(services, own)).map(({ id }) => id)).toEqual([own.credentialId, mara.credentialId]);
    await expect(endOwnSession(services, own, theirs.credentialId)).rejects.toMatchObject({ code: "not_found" });
    await endOtherSessions(services, own);
    expect(await isIn(theirs)).toBe(true);
    await endOwnSession(services, own, own.credentialId);
    await expect(endOwnSession(services, own, own.credentialId)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("another password", () => {
  it("B361: ends every other session and each mailed link, and tells the address", async () => {
    const [here, elsewhere] = [await signIn(mara), await signIn(mara)];
    const email = freshEmail();
    await askReset(services, { email: mara.email });
    await askFor(here, email);
    const [reset, address] = [await secretIn(mara.email, "reset"), await secretIn(email, "address")];
    await changePassword(services, here, { password: "a completely new one" });
    expect(await Promise.all([here, elsewhere].map(isIn))).toEqual([true, false]);
    const account = await services.db.account.findUniqueOrThrow({ where: { id: mara.accountId } });
    expect(await verifyPassword(account.passwordHash, "a completely new one")).toBe(true);
    await expect(setPassword(services, { token: reset, password: "mine" })).rejects.toMatchObject({ code: "gone" });
    await expect(takeNewAddress(services, { token: address })).rejects.toMatchObject({ code: "gone" });
    expect((await mailsTo(mara.email)).map(({ subject }) => subject)).toContain("Your password for Segno was changed");
  });

  it("B361: set by a mailed link is told, too, and ends a change of address that somebody else began", async () => {
    const email = freshEmail();
    await askFor(await signIn(mara), email);
    await askReset(services, { email: mara.email });
    await setPassword(services, { token: await secretIn(mara.email, "reset"), password: "taken back again" });
    const token = await secretIn(email, "address");
    await expect(takeNewAddress(services, { token })).rejects.toMatchObject({ code: "gone" });
    expect((await readEmail(mara)).email).toBe(mara.email);
    expect((await mailsTo(mara.email))[0]?.subject).toBe("Your password for Segno was changed");
  });
});

describe("another address", () => {
  it("B362: is one's own once its mail was answered; both are told, and old links work no more", async () => {
    const email = freshEmail();
    await askReset(services, { email: mara.email });
    await askFor(await signIn(mara), email.toUpperCase());
    expect((await readEmail(mara)).email).toBe(mara.email);
    expect((await mailsTo(mara.email))[0]?.text).toContain(email);
    await takeNewAddress(services, { token: await secretIn(email, "address") });
    expect(await readEmail(mara)).toMatchObject({ email, emailVerifiedAt: expect.any(Date) as Date });
    expect((await mailsTo(mara.email))[0]?.subject).toBe("Your address for Segno was changed");
    const reset = await secretIn(mara.email, "reset");
    await expect(setPassword(services, { token: reset, password: "late" })).rejects.toMatchObject({ code: "gone" });
  });

  it("B362: B24: verifies who was not, and what was shared with the new address opens", async () => {
    const owner = await createPerson(services, "Olga");
    const { id: projectId } = await createProject(services, owner, { name: "Shared" });
    const email = freshEmail();
    await createShare(services, owner, { projectId, email, role: "listener" });
    const newcomer = await createPerson(services, "Typo", false);
    await askFor(newcomer, email);
    await takeNewAddress(services, { token: await secretIn(email, "address") });
    expect(await readProject(services, newcomer, projectId)).toMatchObject({ role: "listener" });
  });

  it("B362: that has an account is told to its owner alone, and stays theirs", async () => {
    const theo = await createPerson(services, "Theo");
    await askFor(mara, theo.email);
    expect((await mailsTo(theo.email))[0]?.subject).toBe("You already have an account at Segno");
    await expect(secretIn(theo.email, "address")).rejects.toThrow("No link");
    expect((await mailsTo(mara.email))[0]?.text).toContain(theo.email);
  });

  it("B362: that got an account in between is refused, and the link can be pressed again when it is free", async () => {
    const email = freshEmail();
    await askFor(mara, email);
    await signUp(services, { email, name: "Quick", password: "quick as lightning" });
    const token = await secretIn(email, "address");
    await expect(takeNewAddress(services, { token })).rejects.toMatchObject({ reason: "address_taken" });
    await services.db.account.delete({ where: { email } });
    await takeNewAddress(services, { token });
    expect((await readEmail(mara)).email).toBe(email);
  });

  it("B362: that is one's own already, or no address, is refused by its field; a later wish ends the earlier", async () => {
    const isEmail = expect.objectContaining({ field: "email" }) as object;
    for (const email of [mara.email.toUpperCase(), "mara＠example.com"]) {
      await expect(askFor(mara, email)).rejects.toMatchObject({ code: "invalid_input", fields: [isEmail] });
    }
    const [first, second] = [freshEmail(), freshEmail()];
    await askFor(mara, first);
    await askFor(mara, second);
    const token = await secretIn(first, "address");
    await expect(takeNewAddress(services, { token })).rejects.toMatchObject({ code: "gone" });
    await takeNewAddress(services, { token: await secretIn(second, "address") });
    expect((await readEmail(mara)).email).toBe(second);
  });
});
