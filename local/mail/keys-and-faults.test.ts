import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Resend } from "resend";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "./message";
import { type MailReport, startMail } from "./server";

const API_KEY = "re_test_key";
const HOUR_MS = 3_600_000;
let folder: string;
let mail: Awaited<ReturnType<typeof startMail>>;
let nowMs: number;
let resend: Resend;
const reports: MailReport[] = [];

beforeEach(async () => {
  reports.length = 0;
  nowMs = Date.parse("2026-03-02T09:00:00Z");
  folder = await mkdtemp(path.join(tmpdir(), "mail-"));
  await start();
});
afterEach(async () => {
  await mail.close();
  await rm(folder, { recursive: true, force: true });
  expect(reports.filter(({ kind }) => kind === "request_failed")).toEqual([]);
});

async function start(): Promise<void> {
  mail = await startMail({
    folder,
    host: "127.0.0.1",
    port: 0,
    apiKey: API_KEY,
    clock: { now: () => new Date(nowMs) },
    onReport: (report) => reports.push(report),
  });
  resend = new Resend(API_KEY, { baseUrl: mail.url });
}

const LETTER = {
  from: "Segno <hello@segno.example>",
  to: "Ada <ada@example.com>",
  subject: "Verify your address 🎉",
  html: "<p>Hello</p>",
  text: "Hello",
};

async function listMessages(query = ""): Promise<Message[]> {
  return (await (await fetch(`${mail.url}/api/messages${query}`)).json()) as Message[];
}

async function postRaw(route: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${mail.url}${route}`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

describe("idempotency keys", () => {
  it("B42: the same key and body give the same id for 24 hours, another body is refused, then all is forgotten", async () => {
    const send = (subject: string) =>
      resend.emails.send({ ...LETTER, subject }, { idempotencyKey: "digest/ada/2026-03-02" });
    const first = await send("One");
    nowMs += 23 * HOUR_MS;
    expect((await send("One")).data?.id).toBe(first.data?.id);
    expect((await send("Other")).error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
    expect(await listMessages()).toHaveLength(1);
    nowMs += HOUR_MS;
    expect((await send("Other")).data?.id).not.toBe(first.data?.id);
    expect(await listMessages()).toHaveLength(2);
  });

  it("B42: survives a restart, for batches too", async () => {
    const key = { idempotencyKey: "batch-1" };
    const first = await resend.batch.send([LETTER, { ...LETTER, to: "bob@example.com" }], key);
    await mail.close();
    await start();
    expect((await resend.batch.send([LETTER, { ...LETTER, to: "bob@example.com" }], key)).data).toEqual(first.data);
    expect(await listMessages()).toHaveLength(2);
    expect((await resend.batch.send([LETTER], key)).error?.name).toBe("invalid_idempotent_request");
  });

  it("of many at once one sends, the others are told to come back", async () => {
    mail.setFaults({ kind: "slow", delayMs: 80, times: 1 });
    const key = { idempotencyKey: "same" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => resend.emails.send(LETTER, key)));
    expect(answers.filter(({ data }) => data)).toHaveLength(1);
    for (const { error } of answers.filter((answer) => answer.error)) {
      expect(error).toMatchObject({ statusCode: 409, name: "concurrent_idempotent_requests" });
    }
    expect(await listMessages()).toHaveLength(1);
  });

  it("takes 1 to 256 characters, and a refused call leaves nothing behind", async () => {
    expect((await postRaw("/emails", LETTER, { "idempotency-key": "k".repeat(257) })).status).toBe(400);
    expect((await postRaw("/emails", LETTER, { "idempotency-key": "" })).status).toBe(400);
    mail.setFaults({ kind: "server_error", times: 1 });
    const key = { idempotencyKey: "k".repeat(256) };
    expect((await resend.emails.send(LETTER, key)).error?.statusCode).toBe(500);
    expect((await resend.emails.send({ ...LETTER, subject: "Other" }, key)).data?.id).toBeTruthy();
  });
});

describe("faults", () => {
  it.each([
    [{ kind: "daily_quota_exceeded" as const }, 429, "daily_quota_exceeded"],
    [{ kind: "monthly_quota_exceeded" as const }, 429, "monthly_quota_exceeded"],
    [{ kind: "rate_limit_exceeded" as const, retryAfterSec: 7 }, 429, "rate_limit_exceeded"],
    [{ kind: "server_error" as const }, 500, "internal_server_error"],
    [{ kind: "server_error" as const, status: 503 }, 503, "application_error"],
  ])("%o is answered in Resend's shape and ends when switched off", async (fault, statusCode, name) => {
    mail.setFaults(fault);
    const refused = await resend.emails.send(LETTER);
    expect(refused.error).toMatchObject({ statusCode, name });
    expect(refused.headers?.["retry-after"]).toBe(name === "rate_limit_exceeded" ? "7" : undefined);
    expect((await resend.batch.send([LETTER])).error?.name).toBe(name);
    mail.setFaults({ kind: "none" });
    expect((await resend.emails.send(LETTER)).error).toBeNull();
  });

  it("counts calls: a quota that ends after two, for one", async () => {
    mail.setFaults({ kind: "daily_quota_exceeded", after: 2, times: 1 });
    const names: (string | undefined)[] = [];
    for (let n = 0; n < 4; n += 1) names.push((await resend.emails.send(LETTER)).error?.name);
    expect(names).toEqual([undefined, undefined, "daily_quota_exceeded", undefined]);
  });

  it("B42: accepted, then the line dropped: the retry with the same key sends nothing more", async () => {
    mail.setFaults({ kind: "accept_then_drop", times: 1 });
    const key = { idempotencyKey: "once" };
    expect((await resend.emails.send(LETTER, key)).error).toMatchObject({
      name: "application_error",
      statusCode: null,
    });
    const [kept] = await listMessages();
    expect((await resend.emails.send(LETTER, key)).data?.id).toBe(kept?.id);
    expect(await listMessages()).toHaveLength(1);
  });

  it("are switched by hand over HTTP, with a clear word on what can't be used", async () => {
    const switched = await postRaw("/api/faults", { kind: "slow", delayMs: 20 });
    expect(await switched.json()).toEqual({ kind: "slow", delayMs: 20, after: 0 });
    expect(await (await fetch(`${mail.url}/api/faults`)).json()).toMatchObject({ kind: "slow" });
    expect((await postRaw("/api/faults", { kind: "rain" })).status).toBe(422);
    expect((await postRaw("/api/faults", "kind=none", { "content-type": "text/plain" })).status).toBe(415);
    expect((await postRaw("/api/faults", { kind: "none" })).status).toBe(200);
  });
});
