import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Config, parseConfig } from "@/lib/config/config";
import { createLogger, type Logger } from "@/lib/log/logger";
import { buildServices, type Services } from "@/lib/services";
import { startMail } from "@/local/mail/server";
import { startS3 } from "@/local/s3/server";
import { createTestClock, type TestClock } from "./clock";
import type { TestDatabase } from "./database-template";

export interface TestStack {
  services: Services;
  clock: TestClock;
  config: Config;
  /** Base URL of the mail stand-in: `GET /api/messages?to=` reads what was sent. */
  mailUrl: string;
  setMailFaults: Awaited<ReturnType<typeof startMail>>["setFaults"];
  close(): Promise<void>;
}

/** Signs what the mail stand-in tells. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from("a secret of the tests alone").toString("base64")}`;

const SECRET = "test-secret-that-is-long-enough-for-every-check";

export interface TestStackOptions {
  /** Further variables, such as MAIL_DAILY_LIMIT. */
  env?: Record<string, string>;
  clock?: TestClock;
  /** Left out: nothing is logged. */
  log?: Logger;
  /** Where the mail stand-in tells what became of mails, signed with `WEBHOOK_SECRET`. Left out: nowhere. */
  webhookUrl?: string;
  /** Made for this stack, which removes it at the end. Left out: one on the disk, as a measurement wants it. */
  folder?: string;
}

/** The app's own composition on that database and the real stand-ins, in this process, on free ports. Drops it at the end. */
export async function composeStack(database: TestDatabase, options: TestStackOptions = {}): Promise<TestStack> {
  const clock = options.clock ?? createTestClock(new Date());
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), "segno-stack-")));
  const keys = { accessKeyId: "segnotest", secretAccessKey: "segnotestsecret", region: "auto", bucket: "segno" };
  const host = "127.0.0.1";
  const appUrl = "http://127.0.0.1:3000";
  const s3 = await startS3({ folder: path.join(folder, "s3"), host, port: 0, ...keys, allowedOrigins: [appUrl] });
  const { webhookUrl: url } = options;
  const webhook = url === undefined ? {} : { webhook: { url, secret: WEBHOOK_SECRET, retryDelaysMs: [50, 200] } };
  const mail = await startMail({
    folder: path.join(folder, "mail"),
    host,
    port: 0,
    apiKey: "re_test_key",
    clock,
    ...webhook,
  });
  const config = parseConfig({
    APP_URL: appUrl,
    AUTH_SECRET: SECRET,
    SEGNO_DATA_DIR: path.join(folder, "data"),
    DATABASE_URL: database.url,
    S3_ENDPOINT: s3.url,
    S3_PUBLIC_ENDPOINT: s3.url,
    S3_REGION: keys.region,
    S3_BUCKET: keys.bucket,
    S3_ACCESS_KEY_ID: keys.accessKeyId,
    S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
    INNGEST_BASE_URL: "http://127.0.0.1:9",
    INNGEST_EVENT_KEY: "test-event-key",
    INNGEST_SIGNING_KEY: `signkey-prod-${"ab".repeat(32)}`,
    RESEND_API_KEY: "re_test_key",
    RESEND_BASE_URL: mail.url,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MAIL_FROM: "Segno <hello@segno.test>",
    MAIL_FROM_DIGEST: "Segno digest <digest@segno.test>",
    ...options.env,
  });
  const services = buildServices(config, { clock, log: options.log ?? createLogger("silent") });
  return {
    services,
    clock,
    config,
    mailUrl: mail.url,
    setMailFaults: mail.setFaults,
    close: async () => {
      await services.close();
      await Promise.all([s3.close(), mail.close()]);
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
