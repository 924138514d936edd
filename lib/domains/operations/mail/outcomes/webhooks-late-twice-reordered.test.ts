import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { signWebhook } from "@/lib/core/sign-webhook";
import { askReset } from "@/lib/domains/accounts/commands";
import { readAccount } from "@/lib/domains/accounts/reads";
import { deliverEmail } from "@/lib/mail/deliver";
import { freezeEmail, type MailLane } from "@/lib/mail/email-store";
import { readFates } from "@/lib/mail/read-fates";
import { findSuppression, liftSuppression } from "@/lib/mail/suppression-store";
import { buildServices } from "@/lib/services";
import { createTestPerson } from "@/lib/testing/actors";
import { createTestClock } from "@/lib/testing/clock";
import { WEBHOOK_SECRET } from "@/lib/testing/composition";
import { readMailbox } from "@/lib/testing/mailbox";
import { type SentWebhook, startWebhookStack, type WebhookStack } from "@/lib/testing/webhooks";
import { takeMailWebhook } from "./commands";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
let stack: WebhookStack;

beforeAll(async () => {
  stack = await startWebhookStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.setMailFaults({ kind: "none" });
  stack.clock.advance(DAY_MS);
});

async function freeze(toAddress: string, lane: MailLane = "transactional") {
  const now = stack.clock.now();
  const key = `test:${createId()}`;
  const words = { subject: "Mail", html: "<p>Words</p>", text: "Words", fromAddress: "Segno <hello@segno.test>" };
  const rest = { key, lane, accountId: null, toAddress, expiresAt: new Date(now.getTime() + DAY_MS) };
  return { key, id: await freezeEmail(stack.services.db, { ...words, ...rest }, now) };
}

async function sendTo(toAddress: string, lane?: MailLane) {
  const mail = await freeze(toAddress, lane);
  const delivery = await deliverEmail(stack.services, mail.id);
  const { providerId } = await stack.services.db.email.findUniqueOrThrow({ where: { id: mail.id } });
  return { ...mail, delivery, providerId: providerId ?? "" };
}

const fateOf = async (key: string) => (await readFates(stack.services.db, [key])).get(key);
const findReason = (address: string, lane: MailLane = "bulk") => findSuppression(stack.services.db, address, lane);
const lift = (address: string) =>
  stack.services.db.$transaction((tx) => liftSuppression(tx, address, stack.clock.now()));
const somebody = () => `somebody.${createId()}@example.com`;
const findTold = (providerId: string, type: string) =>
  stack.told.find(({ webhook, type: told }) => told === type && webhook.body.includes(providerId));

/** Signed now, whenever it says that it happened. */
function write(type: string, to: string, options: { at?: Date; providerId?: string; from?: string } = {}): SentWebhook {
  const { at = stack.clock.now(), providerId = createId(), from = "Segno <hello@segno.test>" } = options;
  const bounce = type === "email.bounced" ? { bounce: { type: "Permanent", message: "No such box." } } : {};
  const data = { email_id: providerId, from, to: [to], ...bounce };
  const body = JSON.stringify({ type, created_at: at.toISOString(), data });
  const id = `msg_${createId()}`;
  const signed = signWebhook(WEBHOOK_SECRET, { id, at: stack.clock.now(), body });
  return { headers: { "content-type": "application/json", ...signed }, body };
}

describe("webhooks-late-twice-reordered", () => {
  it("B336, B338: a mail is delivered, bounces later, and no further mail goes there", async () => {
    const to = somebody();
    const mail = await sendTo(to);
    await expect.poll(() => fateOf(mail.key)).toBe("delivered");
    await stack.decide(mail.providerId, "bounced");
    await expect.poll(() => fateOf(mail.key)).toBe("bounced");
    const next = await sendTo(to.toUpperCase());
    expect([next.delivery, await fateOf(next.key)]).toEqual(["failed", "bounced"]);
    expect((await readMailbox(stack, to)).length).toBe(1);
    expect(await stack.services.db.email.findUnique({ where: { id: next.id } })).toMatchObject({
      ...{ reason: "suppressed_bounced", handedOverAt: null, text: "" },
    });
  });

  it("B335: told again changes nothing; told again much later, or changed by one sign, is refused", async () => {
    const to = somebody();
    const mail = await sendTo(to);
    await stack.decide(mail.providerId, "bounced");
    await expect.poll(() => findTold(mail.providerId, "email.bounced")?.status).toBe(204);
    const { webhook } = findTold(mail.providerId, "email.bounced") ?? expect.fail("nothing was told");
    await lift(to);
    stack.clock.advance(MINUTE_MS);
    expect(await Promise.all([stack.send(webhook), stack.send(webhook)])).toEqual([204, 204]);
    expect(await findReason(to)).toBeNull();
    expect(await stack.send({ ...webhook, body: webhook.body.replace("Permanent", "Permanens") })).toBe(401);
    stack.clock.advance(5 * MINUTE_MS);
    expect(await stack.send(webhook)).toBe(401);
    expect(await stack.services.db.mailReport.count({ where: { providerId: mail.providerId } })).toBe(2);
  });

  it("B336: what is told before our own record of the sending counts once it is there", async () => {
    const mail = await freeze("bounced@resend.dev");
    stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
    expect(await deliverEmail(stack.services, mail.id)).toBe("pending");
    await expect.poll(() => findReason("bounced@resend.dev", "transactional")).toBe("bounced");
    expect(await fateOf(mail.key)).toBe("pending");
    await lift("bounced@resend.dev");
    stack.clock.advance(2 * MINUTE_MS);
    expect(await deliverEmail(stack.services, mail.id)).toBe("sent");
    expect(await fateOf(mail.key)).toBe("bounced");
  });

  it("B336: a bounce of before an address was let go again does not stop it again, one of after does", async () => {
    const to = somebody();
    const happenedAt = stack.clock.now();
    await stack.send(write("email.bounced", to));
    expect(await findReason(to)).toBe("bounced");
    stack.clock.advance(3 * DAY_MS);
    expect([await lift(to), await lift(to)]).toEqual([true, false]);
    await stack.send(write("email.bounced", to, { at: happenedAt }));
    expect(await findReason(to)).toBeNull();
    stack.clock.advance(MINUTE_MS);
    await stack.send(write("email.bounced", to));
    expect(await findReason(to)).toBe("bounced");
  });

  it("B336: in whatever order and however often, the end is the same", async () => {
    const kinds = ["email.sent", "email.delivered", "email.opened", "email.complained", "email.bounced"];
    const order = fc.shuffledSubarray([...kinds, ...kinds, ...kinds], { minLength: 15, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(order, async (types) => {
        const to = somebody();
        const mail = await sendTo(to);
        const webhooks = new Map(kinds.map((type) => [type, write(type, to, mail)]));
        for (const type of types) await stack.send(webhooks.get(type) ?? expect.fail("no such kind"));
        expect([await fateOf(mail.key), await findReason(to), await findReason(to, "transactional")]).toEqual([
          ...["bounced", "bounced", "bounced"],
        ]);
        expect(await stack.services.db.mailSuppression.count({ where: { address: to } })).toBe(2);
      }),
      { numRuns: 8 },
    );
  });

  it("B338: after a complaint no digest goes there, yet a link to set a password does; the person is told", async () => {
    const person = await createTestPerson(stack.services, "Mara");
    await stack.send(write("email.complained", person.email));
    expect((await sendTo(person.email, "bulk")).delivery).toBe("failed");
    await askReset(stack.services, { email: person.email });
    expect((await readMailbox(stack, person.email)).map((mail) => mail.subject)).toEqual([
      "Set a new password for Segno",
    ]);
    const actor = { kind: "session", name: "Mara", isVerified: true, isAdmin: false, credentialId: "" } as const;
    const account = await readAccount(stack.services, { ...actor, ...person });
    expect(account.mailProblem).toBe("complained");
  });

  it("B337: what is not known, or is another sender's, is taken and changes nothing", async () => {
    const to = somebody();
    const before = await stack.services.db.mailReport.count();
    for (const type of ["email.received", "contact.created", "email.of-next-year"]) {
      expect(await stack.send(write(type, to))).toBe(204);
    }
    expect(await stack.send(write("email.complained", to, { from: "News <news@elsewhere.test>" }))).toBe(204);
    expect([await stack.services.db.mailReport.count(), await findReason(to)]).toEqual([before, null]);
  });

  it("B335: without a secret nothing is taken, and the answer says which", async () => {
    const config = { ...stack.config, mail: { ...stack.config.mail, webhookSecret: null } };
    const services = buildServices(config, { clock: stack.clock, log: stack.services.log });
    const proof = { id: "msg_1", timestamp: "1", signature: "v1,AA==" };
    await expect(takeMailWebhook(services, { proof, body: "{}" })).rejects.toMatchObject({
      ...{ code: "unavailable", reason: "webhooks_off", message: expect.stringContaining("RESEND_WEBHOOK_SECRET") },
    });
    await services.close();
  });
});
