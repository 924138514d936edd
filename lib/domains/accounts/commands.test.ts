import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweepLane } from "@/lib/mail/deliver";
import { readMailbox, readMailedSecret } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { askReset, askVerification, setPassword, signUp, updateAccount, verifyAccount } from "./commands";
import { checkPassword, endSession, startSession } from "./sessions/commands";
import { readSessionActor } from "./sessions/reads";

const HOUR_MS = 60 * 60 * 1000;
const PASSWORD = "slow dynamo 1979";
let stack: TestStack;
let counter = 0;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

function newAddress(): string {
  counter += 1;
  return `person${counter}@example.com`;
}

async function signUpNew(email = newAddress()): Promise<string> {
  await signUp(stack.services, { email, password: PASSWORD, name: "Mara", timeZone: "Europe/Berlin" });
  return email;
}

function findAccount(email: string) {
  return stack.services.db.account.findUnique({ where: { email } });
}

async function signIn(email: string, password = PASSWORD) {
  const person = await checkPassword(stack.services, { email, password });
  if (!person) return null;
  const session = await startSession(stack.services, { accountId: person.accountId, userAgent: "tests" });
  return { ...session, accountId: person.accountId };
}

describe("signing up", () => {
  it("mails a link that verifies once", async () => {
    const email = await signUpNew();
    expect((await findAccount(email))?.emailVerifiedAt).toBeNull();
    const token = await readMailedSecret(stack, email, "verify");
    await verifyAccount(stack.services, { token });
    const account = await findAccount(email);
    expect(account?.emailVerifiedAt).not.toBeNull();
    expect(account?.timeZone).toBe("Europe/Berlin");
    expect(account?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(verifyAccount(stack.services, { token })).rejects.toMatchObject({ code: "gone" });
  });

  it("B33: keeps hashes of secrets alone, and no mailed words once they are out", async () => {
    const email = await signUpNew();
    const token = await readMailedSecret(stack, email, "verify");
    const rows = await stack.services.db.$queryRaw<{ found: bigint }[]>`
      SELECT (SELECT count(*) FROM account_token t WHERE t::text LIKE ${`%${token}%`})
        + (SELECT count(*) FROM email e WHERE e::text LIKE ${`%${token}%`}) AS found`;
    expect(rows[0]?.found).toBe(0n);
  });

  it("B33: answers a known address the same and tells its owner, changing nothing", async () => {
    const email = await signUpNew();
    const before = await findAccount(email);
    await expect(
      signUp(stack.services, { email: email.toUpperCase(), password: "another one", name: "Eve" }),
    ).resolves.toBeUndefined();
    expect(await findAccount(email)).toEqual(before);
    const subjects = (await readMailbox(stack, email)).map((mail) => mail.subject);
    expect(subjects[0]).toBe("You already have an account at Segno");
  });

  it("two sign-ups at once make one account", async () => {
    const email = newAddress();
    await Promise.all(Array.from({ length: 5 }, () => signUpNew(email)));
    expect(await stack.services.db.account.count({ where: { email } })).toBe(1);
  });

  it("refuses an address with a look-alike of @, naming the field", async () => {
    const input = { email: "victim@example.com＠evil.example", password: PASSWORD, name: "Eve" };
    await expect(signUp(stack.services, input)).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field: "email" }],
    });
  });

  it("works while the mail provider is down; the sweeper sends later, and the link's time runs from then", async () => {
    stack.setMailFaults({ kind: "server_error", status: 503 });
    const email = await signUpNew();
    expect(await readMailbox(stack, email)).toEqual([]);
    expect(await findAccount(email)).not.toBeNull();
    stack.setMailFaults({ kind: "none" });
    stack.clock.advance(25 * HOUR_MS);
    await sweepLane(stack.services, "transactional");
    const token = await readMailedSecret(stack, email, "verify");
    stack.clock.advance(23 * HOUR_MS);
    await verifyAccount(stack.services, { token });
    expect((await findAccount(email))?.emailVerifiedAt).not.toBeNull();
  });
});

describe("asking again", () => {
  it("B31: mails a fresh link; B33: nothing to strangers or the verified", async () => {
    const email = await signUpNew();
    await askVerification(stack.services, { email });
    await askVerification(stack.services, { email: "nobody@example.com" });
    expect(await readMailbox(stack, email)).toHaveLength(2);
    expect(await readMailbox(stack, "nobody@example.com")).toEqual([]);
    await verifyAccount(stack.services, { token: await readMailedSecret(stack, email, "verify") });
    await askVerification(stack.services, { email });
    expect(await readMailbox(stack, email)).toHaveLength(2);
  });

  it("a link is too old after a day", async () => {
    const email = await signUpNew();
    const token = await readMailedSecret(stack, email, "verify");
    stack.clock.advance(24 * HOUR_MS + 1);
    await expect(verifyAccount(stack.services, { token })).rejects.toMatchObject({ code: "gone" });
  });
});

describe("a new password", () => {
  it("B33: ends every session and token, works once and proves the address", async () => {
    const email = await signUpNew();
    const sessions = await Promise.all([signIn(email), signIn(email)]);
    await askReset(stack.services, { email });
    await askReset(stack.services, { email });
    const token = await readMailedSecret(stack, email, "reset");
    await setPassword(stack.services, { token, password: "paper lanterns v3" });
    for (const session of sessions) {
      expect(await readSessionActor(stack.services, session?.sessionId ?? "")).toBeNull();
    }
    expect(await signIn(email)).toBeNull();
    expect(await signIn(email, "paper lanterns v3")).not.toBeNull();
    expect((await findAccount(email))?.emailVerifiedAt).not.toBeNull();
    await expect(setPassword(stack.services, { token, password: "again and again" })).rejects.toMatchObject({
      code: "gone",
    });
    const left = await stack.services.db.accountToken.count({
      where: { account: { email }, purpose: "reset", usedAt: null },
    });
    expect(left).toBe(0);
  });

  it("a verify link sets no password", async () => {
    const email = await signUpNew();
    const token = await readMailedSecret(stack, email, "verify");
    await expect(setPassword(stack.services, { token, password: PASSWORD })).rejects.toMatchObject({ code: "gone" });
  });

  it("B32: leaves within an hour's time only", async () => {
    const email = await signUpNew();
    await askReset(stack.services, { email });
    const token = await readMailedSecret(stack, email, "reset");
    stack.clock.advance(HOUR_MS + 1);
    await expect(setPassword(stack.services, { token, password: PASSWORD })).rejects.toMatchObject({ code: "gone" });
  });
});

describe("sessions", () => {
  it("B34: begin before the address is verified, and say so", async () => {
    const session = await signIn(await signUpNew());
    const actor = await readSessionActor(stack.services, session?.sessionId ?? "");
    expect(actor).toMatchObject({ kind: "session", isVerified: false });
  });

  it("end at sign-out, after two idle weeks and after thirty days", async () => {
    const email = await signUpNew();
    const [left, idle, used] = await Promise.all([signIn(email), signIn(email), signIn(email)]);
    const read = (session: typeof left) => readSessionActor(stack.services, session?.sessionId ?? "");
    await endSession(stack.services, left?.sessionId ?? "");
    expect(await read(left)).toBeNull();
    stack.clock.advance(13 * 24 * HOUR_MS);
    expect(await read(used)).not.toBeNull();
    stack.clock.advance(2 * 24 * HOUR_MS);
    expect([await read(idle), (await read(used))?.kind]).toEqual([null, "session"]);
    stack.clock.advance(13 * 24 * HOUR_MS);
    expect((await read(used))?.kind).toBe("session");
    stack.clock.advance(2 * 24 * HOUR_MS + 1);
    expect(await read(used)).toBeNull();
  });
});

describe("the account", () => {
  it("refuses a time zone that is none", async () => {
    const email = await signUpNew();
    const session = await signIn(email);
    const actor = await readSessionActor(stack.services, session?.sessionId ?? "");
    await expect(updateAccount(stack.services, actor, { timeZone: "Mars/Olympus" })).rejects.toMatchObject({
      fields: [{ field: "timeZone" }],
    });
    const shown = await updateAccount(stack.services, actor, { timeZone: "Asia/Tokyo", digestFrequency: "weekly" });
    expect(shown).toMatchObject({ timeZone: "Asia/Tokyo", digestFrequency: "weekly", isVerified: false });
    expect(JSON.stringify(shown)).not.toContain("argon2");
  });
});
