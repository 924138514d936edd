import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signWebhook } from "@/lib/core/sign-webhook";
import { letter, TestMail } from "./testing/mail-fixture";
import { type Receiver, startReceiver, verifyWebhook } from "./testing/webhook-receiver";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
let receiver: Receiver;
let mail: TestMail;

beforeEach(async () => {
  receiver = await startReceiver();
  mail = await TestMail.start({ webhook: { url: receiver.url, secret, retryDelaysMs: [20, 20] } });
});
afterEach(async () => {
  await mail.remove();
  await receiver.close();
});

const listTypes = () => receiver.received.map((webhook) => verifyWebhook(webhook, secret).type);
const waitForTypes = (...types: string[]) => expect.poll(listTypes).toEqual(types);

// The example of the signature's specification and of the libraries that check it.
it("B144: signs as Svix does", () => {
  const at = new Date(1_614_265_330_000);
  const signed = signWebhook(secret, { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body: '{"test": 2432232314}' });
  expect(signed["svix-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

describe("B144: a webhook", () => {
  it("tells of a delivery, signed so that the package `resend` takes it and with what it describes", async () => {
    const { data } = await mail.resend.emails.send({ ...letter, tags: [{ name: "lane", value: "digest" }] });
    await waitForTypes("email.delivered");
    const [webhook] = receiver.received;
    if (!webhook) throw new Error("none");
    expect(verifyWebhook(webhook, secret)).toMatchObject({
      type: "email.delivered",
      data: {
        email_id: data?.id,
        from: letter.from,
        to: [letter.to],
        subject: letter.subject,
        tags: { lane: "digest" },
      },
    });
    expect(() => verifyWebhook({ ...webhook, body: webhook.body.replace("Ada", "Eve") }, secret)).toThrow();
    expect(() => verifyWebhook(webhook, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx")).toThrow();
  });

  it("tells of a bounce and of a complaint once, however often they are asked for", async () => {
    const [bounced, complained] = [await mail.send(), await mail.send()];
    const answers = await Promise.all(Array.from({ length: 5 }, () => mail.decide(bounced, "bounced")));
    expect(answers).toContain(200);
    expect(await mail.decide(bounced, "bounced")).toBe(200);
    expect(await mail.decide(complained, "complained")).toBe(200);
    await expect
      .poll(() => listTypes().sort())
      .toEqual(["email.bounced", "email.complained", "email.delivered", "email.delivered"]);
    const bounce = receiver.received.map(({ body }) => JSON.parse(body)).find(({ type }) => type === "email.bounced");
    expect(bounce.data).toMatchObject({ email_id: bounced, bounce: { type: "Permanent", subType: "General" } });
    expect([await mail.readLastEvent(bounced), await mail.readLastEvent(complained)]).toEqual([
      "bounced",
      "complained",
    ]);
    expect(await mail.decide(bounced, "complained")).toBe(409);
    expect(await mail.decide("nothing", "bounced")).toBe(404);
    expect(await mail.decide(bounced, "eaten")).toBe(422);
  });

  it("is tried again with the same id and body until it is taken", async () => {
    receiver.answerWith(500, null, 204);
    const id = await mail.send();
    const page = async () => (await fetch(`${mail.url}/messages/${id}`)).text();
    await expect.poll(page).toContain("webhook taken");
    expect(receiver.received.length).toBe(3);
    const ids = receiver.received.map(({ headers, body }) => `${String(headers["svix-id"])} ${body}`);
    expect(new Set(ids).size).toBe(1);
    expect(mail.reports.filter(({ kind }) => kind === "webhook_given_up")).toEqual([]);
  });

  it.each([302, 410, 503])("that is answered with %i to the end is given up, and told", async (status) => {
    receiver.answerWith(status);
    const id = await mail.send();
    await expect
      .poll(() => mail.reports.find(({ kind }) => kind === "webhook_given_up"))
      .toMatchObject({ type: "email.delivered", messageId: id, attempts: 3 });
    expect(receiver.received.length).toBe(3);
    await mail.restart();
    await mail.send();
    await expect.poll(() => receiver.received.length).toBeGreaterThan(3);
    expect(receiver.received[3]?.body).not.toContain(id);
  });

  it("that nobody took goes out after a restart; one that was taken does not", async () => {
    const taken = await mail.send();
    await waitForTypes("email.delivered");
    const page = async () => (await fetch(`${mail.url}/messages/${taken}`)).text();
    await expect.poll(page).toContain("webhook taken");
    receiver.answerWith(500);
    const long = { webhook: { url: receiver.url, secret, retryDelaysMs: [60_000] } };
    await mail.restart(long);
    const waiting = await mail.send();
    await expect.poll(() => receiver.received.length).toBe(2);
    receiver.answerWith(200);
    await mail.restart(long);
    await expect.poll(() => receiver.received.length).toBe(3);
    expect(receiver.received.slice(1).map(({ body }) => JSON.parse(body).data.email_id)).toEqual([waiting, waiting]);
    expect(receiver.received[2]?.headers["svix-id"]).toBe(receiver.received[1]?.headers["svix-id"]);
  });

  it("of a hundred mails at once reaches the receiver for each, and closing does not wait for those left", async () => {
    await mail.resend.batch.send(Array.from({ length: 100 }, (_, n) => ({ ...letter, to: `p${n}@example.com` })));
    await expect.poll(() => new Set(receiver.received.map(({ headers }) => headers["svix-id"])).size).toBe(100);
    receiver.answerWith(500);
    await mail.resend.batch.send(Array.from({ length: 100 }, () => letter));
    const startedMs = performance.now();
    await mail.stop();
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  it("needs a secret of Resend's form, before anything is started", async () => {
    for (const wrong of ["", "secret", "whsec_", "whsec_AAAA"]) {
      const options = { webhook: { url: receiver.url, secret: wrong } };
      await expect(TestMail.start(options)).rejects.toMatchObject({ reason: "bad_mail_options" });
    }
  });
});

it("B144: Resend's own addresses bounce and complain by themselves, and say so when asked", async () => {
  const bounced = await mail.send({ to: "bounced+digest@resend.dev" });
  const complained = await mail.send({ to: "complained@resend.dev" });
  await expect.poll(() => listTypes().sort()).toEqual(["email.bounced", "email.complained", "email.delivered"]);
  expect(await mail.readLastEvent(bounced)).toBe("bounced");
  expect(await mail.readLastEvent(complained)).toBe("complained");
});

it("without a webhook outcomes are kept all the same, and are not told later", async () => {
  await mail.restart({});
  const id = await mail.send();
  expect(await mail.decide(id, "complained")).toBe(200);
  await mail.restart({ webhook: { url: receiver.url, secret } });
  expect(await mail.readLastEvent(id)).toBe("complained");
  const other = await mail.send();
  await waitForTypes("email.delivered");
  expect(JSON.parse(receiver.received[0]?.body ?? "").data.email_id).toBe(other);
});
