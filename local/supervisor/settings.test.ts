import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Resend } from "resend";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseStartConfig } from "@/lib/config/start-config";
import { buildPlan, type Plan } from "./plan";
import { stopGroup } from "./process-group";
import { ensureSecrets } from "./secrets";
import { launchStandIn } from "./stand-in-process";

const secret = `whsec_${Buffer.from("a secret of the test's own").toString("base64")}`;
const children: ChildProcess[] = [];
const told: { headers: Record<string, string>; payload: string }[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    told.push({ headers: request.headers as Record<string, string>, payload: Buffer.concat(chunks).toString() });
    response.end();
  });
});
let dataDir: string;
let plan: Plan;

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return String(typeof address === "object" && address !== null ? address.port : 0);
}

async function findFreePort(): Promise<string> {
  const probe = createServer();
  const port = await listen(probe);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "segno-settings-"));
  const start = parseStartConfig({
    SEGNO_DATA_DIR: dataDir,
    SEGNO_S3_PORT: await findFreePort(),
    SEGNO_MAIL_PORT: await findFreePort(),
    SEGNO_S3_QUOTA_GIB: "1",
    SEGNO_MAIL_KEEP_DAYS: "2",
    SEGNO_MAIL_DOMAINS: "Segno.example, other.example",
    SEGNO_MAIL_WEBHOOK_URL: `http://127.0.0.1:${await listen(receiver)}/hooks`,
    SEGNO_MAIL_WEBHOOK_SECRET: secret,
  });
  plan = buildPlan(start, await ensureSecrets(dataDir));
  for (const order of plan.standIns.filter(({ part }) => part === "s3" || part === "mail"))
    children.push(await launchStandIn(order, () => undefined));
});
afterAll(async () => {
  await Promise.all(children.map((child) => stopGroup(child, 3_000)));
  await new Promise((resolve) => receiver.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

it("B178: the quota that npm start was given bounds the storage", async () => {
  const client = new S3Client({
    endpoint: plan.variables["S3_ENDPOINT"] ?? "",
    region: "auto",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: {
      accessKeyId: plan.variables["S3_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: plan.variables["S3_SECRET_ACCESS_KEY"] ?? "",
    },
  });
  const put = (Body: string, ContentLength: number) =>
    client.send(new PutObjectCommand({ Bucket: plan.variables["S3_BUCKET"], Key: "take", Body, ContentLength }));
  await put("la", 2);
  // Refused by the announced length, before the bytes travel.
  await expect(put("la", 1024 ** 3)).rejects.toMatchObject({ name: "QuotaExceeded" });
  client.destroy();
});

it("B178: the domains and the webhook that npm start was given are the mailbox's", async () => {
  const { RESEND_API_KEY = "", RESEND_BASE_URL = "" } = plan.variables;
  const resend = new Resend(RESEND_API_KEY, { baseUrl: RESEND_BASE_URL });
  const { data } = await resend.domains.list();
  expect(data?.data.map(({ name }) => name)).toEqual(["segno.example", "other.example"]);
  const letter = { from: "Segno <hello@segno.example>", to: "ada@example.com", subject: "Hello", text: "Hello" };
  await resend.emails.send(letter);
  await expect.poll(() => told.length, { timeout: 10_000 }).toBe(1);
  const [{ headers, payload } = { headers: {}, payload: "" }] = told;
  const verified = resend.webhooks.verify({
    payload,
    headers: {
      id: headers["svix-id"] ?? "",
      timestamp: headers["svix-timestamp"] ?? "",
      signature: headers["svix-signature"] ?? "",
    },
    webhookSecret: secret,
  });
  expect(verified).toMatchObject({ type: "email.delivered" });
});
