import { mkdtemp, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Resend } from "resend";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "./message";
import { type MailReport, startMail } from "./server";

const API_KEY = "re_test_key";
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

describe("the package `resend` against it", () => {
  it("sends, reads back by id, and lists newest first with everything that was given", async () => {
    const first = await resend.emails.send({
      ...LETTER,
      cc: ["bob@example.com"],
      replyTo: "band@segno.example",
      headers: { "List-Unsubscribe": "<https://segno.example/u>" },
      tags: [{ name: "lane", value: "digest" }],
      attachments: [{ filename: "a.txt", content: Buffer.from("é") }],
    });
    expect(first.error).toBeNull();
    nowMs += 1000;
    const second = await resend.emails.send({ ...LETTER, to: ["zoe@example.com", "ADA@example.com"], subject: "Two" });
    const read = await resend.emails.get(first.data?.id ?? "");
    expect(read.data).toMatchObject({
      object: "email",
      to: ["Ada <ada@example.com>"],
      cc: ["bob@example.com"],
      bcc: null,
      reply_to: ["band@segno.example"],
      subject: LETTER.subject,
      last_event: "delivered",
      created_at: "2026-03-02T09:00:00.000Z",
    });
    const messages = await listMessages("?to=ada%40example.com");
    expect(messages.map(({ id }) => id)).toEqual([second.data?.id, first.data?.id]);
    expect(messages[1]).toMatchObject({
      from: LETTER.from,
      html: LETTER.html,
      text: LETTER.text,
      headers: { "List-Unsubscribe": "<https://segno.example/u>" },
      attachments: [{ filename: "a.txt", content: Buffer.from("é").toString("base64") }],
    });
    expect(await listMessages("?to=nobody%40example.com")).toEqual([]);
    const one = await fetch(`${mail.url}/api/messages/${first.data?.id}`);
    expect(((await one.json()) as Message).subject).toBe(LETTER.subject);
  });

  it("sends batches of up to 100, all or nothing, or permissively", async () => {
    const letters = Array.from({ length: 100 }, (_, n) => ({ ...LETTER, to: `p${n}@example.com` }));
    const sent = await resend.batch.send(letters);
    expect(sent.data?.data).toHaveLength(100);
    expect(new Set(sent.data?.data.map(({ id }) => id)).size).toBe(100);
    expect((await resend.batch.send([...letters, LETTER])).error).toMatchObject({ statusCode: 422 });
    const broken = [LETTER, { ...LETTER, to: "nobody" }];
    expect((await resend.batch.send(broken)).error).toMatchObject({ name: "validation_error" });
    expect(await listMessages("?limit=500")).toHaveLength(100);
    const loose = await resend.batch.send(broken, { batchValidation: "permissive" });
    expect(loose.data).toMatchObject({ data: [{ id: expect.any(String) }], errors: [{ index: 1 }] });
  });

  it("refuses a missing and a wrong key as Resend does", async () => {
    const wrong = await new Resend("re_other", { baseUrl: mail.url }).emails.send(LETTER);
    expect(wrong.error).toMatchObject({ statusCode: 403, name: "invalid_api_key" });
    const missing = await fetch(`${mail.url}/emails`, { method: "POST", body: "{}" });
    expect(missing.status).toBe(401);
    expect(await missing.json()).toMatchObject({ statusCode: 401, name: "missing_api_key" });
    expect((await resend.emails.get("nothing")).error).toMatchObject({ statusCode: 404, name: "not_found" });
  });

  it.each([
    ["no recipient", { to: undefined }, "missing_required_field", "`to`"],
    ["no subject", { subject: undefined }, "missing_required_field", "`subject`"],
    ["no body", { html: undefined, text: undefined }, "missing_required_field", "`html`"],
    ["a bad sender", { from: "Segno" }, "validation_error", "`from`"],
    ["a bad recipient", { to: ["ok@example.com", "no at"] }, "validation_error", "`to`"],
    ["51 recipients", { to: Array.from({ length: 51 }, (_, n) => `p${n}@example.com`) }, "validation_error", "`to`"],
    ["a subject of two lines", { subject: "a\nBcc: x@example.com" }, "validation_error", "`subject`"],
    ["a header of two lines", { headers: { "X-A": "1\r\nX-B: 2" } }, "validation_error", "`headers`"],
    ["a bad tag", { tags: [{ name: "a b", value: "c" }] }, "validation_error", "`tags`"],
  ])("refuses %s, naming the field", async (_name, change, name, field) => {
    const answer = await postRaw("/emails", { ...LETTER, ...change });
    expect(answer.status).toBe(422);
    const body = (await answer.json()) as { message: string };
    expect(body).toMatchObject({ statusCode: 422, name });
    expect(body.message).toContain(field);
    expect(await listMessages()).toEqual([]);
  });

  it("refuses what is not JSON, other methods and unknown addresses", async () => {
    expect((await postRaw("/emails", "{")).status).toBe(400);
    expect((await postRaw("/emails", "[]")).status).toBe(422);
    expect((await postRaw("/emails", "null")).status).toBe(422);
    expect((await fetch(`${mail.url}/emails`)).status).toBe(405);
    expect((await fetch(`${mail.url}/nowhere`)).status).toBe(404);
    expect((await fetch(`${mail.url}//evil.example:x/`)).status).toBe(404);
  });
});

describe("the server", () => {
  function getWithHost(host: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const { port } = new URL(mail.url);
      httpRequest({ host: "127.0.0.1", port, path: "/api/messages", headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
  }

  it("answers to names of this machine only, and not to foreign pages", async () => {
    for (const host of ["localhost:8025", "127.0.0.1", "[::1]:8025", "mail.localhost"])
      expect(await getWithHost(host)).toBe(200);
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8025"]) {
      expect(await getWithHost(host)).toBe(403);
    }
    const foreign = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" };
    expect((await postRaw("/api/faults", { kind: "none" }, foreign)).status).toBe(403);
  });

  it("keeps mails over a restart and holds its folder alone", async () => {
    await resend.emails.send(LETTER);
    const before = await listMessages();
    await expect(startMail({ folder, host: "127.0.0.1", port: 0, apiKey: API_KEY })).rejects.toMatchObject({
      reason: "log_locked",
    });
    await mail.close();
    await mail.close();
    await start();
    expect(await listMessages()).toEqual(before);
  });

  it("says in one sentence that its port is taken, and gives the folder free", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    await mail.close();
    await expect(startMail({ folder, host: "127.0.0.1", port, apiKey: API_KEY })).rejects.toMatchObject({
      reason: "port_taken",
    });
    await new Promise((resolve) => other.close(resolve));
    await start();
  });

  it("closes at once though a page listens and a slow send is under way", async () => {
    const stream = await fetch(`${mail.url}/api/stream`);
    const reader = stream.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain("data: 0");
    mail.setFaults({ kind: "slow", delayMs: 60_000 });
    const slow = resend.emails.send(LETTER);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const startedMs = performance.now();
    await mail.close();
    expect(performance.now() - startedMs).toBeLessThan(1000);
    expect((await slow).error).not.toBeNull();
    await reader?.read().catch(() => undefined);
  });
});
