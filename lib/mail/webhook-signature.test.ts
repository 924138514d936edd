import { Resend } from "resend";
import { describe, expect, it } from "vitest";
import { signWebhook } from "@/lib/core/sign-webhook";
import { readReport } from "./report";
import { isWebhookGenuine, type WebhookProof } from "./webhook-signature";

const secret = `whsec_${Buffer.from("a secret of sixteen").toString("base64")}`;
const other = `whsec_${Buffer.from("another such secret").toString("base64")}`;
const body = JSON.stringify({ type: "email.delivered", words: "Größe" });
const at = new Date("2026-03-02T08:00:00Z");

function prove(withSecret = secret, changes: Partial<WebhookProof> = {}): WebhookProof {
  const headers = signWebhook(withSecret, { id: "msg_1", at, body });
  const proof = { id: headers["svix-id"], timestamp: headers["svix-timestamp"], signature: headers["svix-signature"] };
  return { ...proof, ...changes };
}
const later = (sec: number) => new Date(at.getTime() + sec * 1000);

describe("a webhook's signature", () => {
  it("B335: holds for these bytes, this secret and five minutes", () => {
    expect(isWebhookGenuine(secret, prove(), body, at)).toBe(true);
    expect(isWebhookGenuine(secret, prove(), `${body} `, at)).toBe(false);
    expect(isWebhookGenuine(other, prove(), body, at)).toBe(false);
    expect([-301, -300, 300, 301].map((sec) => isWebhookGenuine(secret, prove(), body, later(sec)))).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it("B335: is one of several, while a secret is changed", () => {
    const both = `${prove(other).signature} ${prove().signature}`;
    expect(isWebhookGenuine(secret, prove(secret, { signature: both }), body, at)).toBe(true);
    const ofOtherKind = `v1a,${prove().signature?.slice(3)}`;
    expect(isWebhookGenuine(secret, prove(secret, { signature: ofOtherKind }), body, at)).toBe(false);
  });

  it.each<Partial<WebhookProof>>([
    { id: null },
    { id: "msg_2" },
    { timestamp: null },
    { timestamp: "soon" },
    { timestamp: String(at.getTime() / 1000 + 1) },
    { signature: null },
    { signature: "" },
    { signature: "v1," },
    { signature: "v1" },
  ])("B335: does not hold with %o", (changes) => {
    expect(isWebhookGenuine(secret, prove(secret, changes), body, at)).toBe(false);
  });

  it("B335: is judged as the provider's own package judges it", () => {
    const now = new Date();
    const headers = signWebhook(secret, { id: "msg_1", at: now, body });
    const [id, timestamp, signature] = [headers["svix-id"], headers["svix-timestamp"], headers["svix-signature"]];
    const verify = (payload: string) =>
      new Resend("re_x").webhooks.verify({ payload, headers: { id, timestamp, signature }, webhookSecret: secret });
    expect(() => verify(body)).not.toThrow();
    expect(isWebhookGenuine(secret, { id, timestamp, signature }, body, now)).toBe(true);
    expect(() => verify(`${body} `)).toThrow();
  });
});

describe("a report", () => {
  const data = { email_id: "e1", from: "Segno <Hello@Segno.test>", to: ["Mara <Mara@Example.com>"] };
  const told = (type: string, more: object = {}) => ({
    type,
    created_at: at.toISOString(),
    data: { ...data, ...more },
  });

  it("B336: is read with its addresses bare", () => {
    expect(readReport(told("email.bounced", { bounce: { type: "Permanent", message: "No\r\nsuch  box" } }))).toEqual({
      ...{ kind: "bounced", providerId: "e1", fromAddress: "hello@segno.test", toAddress: "mara@example.com" },
      ...{ detail: "No such box", happenedAt: at, isForGood: true },
    });
  });

  it("B336: of a bounce that passes is not for good, of one on the provider's own list is", () => {
    expect(readReport(told("email.bounced", { bounce: { type: "Transient" } }))?.isForGood).toBe(false);
    expect(readReport(told("email.suppressed"))).toMatchObject({ kind: "bounced", isForGood: true });
  });

  it.each([null, [], "words", told("email.received"), told("contact.created"), { type: "email.bounced", data: {} }])(
    "B337: is nothing for what is not known: %o",
    (body) => {
      expect(readReport(body)).toBeNull();
    },
  );
});
