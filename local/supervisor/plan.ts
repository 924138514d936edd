import { createHmac } from "node:crypto";
import path from "node:path";
import { namePortVariable, type StandInName, type StandInSettings, type StartConfig } from "@/lib/config/start-config";
import type { NeededPort } from "./ports";
import type { Secrets } from "./secrets";

const LOOPBACK = "127.0.0.1";
/** Room for what all functions may do at once: each has its own limit, and none waits for places that another holds. */
export const QUEUE_PLACES = 288;

/** Options of each stand-in's start function, as they travel to its process. */
export interface StandInOptions {
  postgres: { folder: string; host: string; port: number; user: string; password: string; database: string };
  s3: {
    folder: string;
    host: string;
    port: number;
    accessKeyId: string;
    secretAccessKey: string;
    region: string;
    bucket: string;
    allowedOrigins: string[];
  } & StandInSettings["s3"];
  inngest: {
    folder: string;
    host: string;
    port: number;
    eventKey: string;
    signingKey: string;
    serveUrls: string[];
    concurrency?: number;
  };
  mail: {
    folder: string;
    host: string;
    port: number;
    apiKey: string;
    webhook: { url: string; secret: string };
  } & StandInSettings["mail"];
}

export type StandInOrder = { [Part in StandInName]: { part: Part; options: StandInOptions[Part] } }[StandInName];

/** What will run here and what the app will be told: nothing of it depends on whether a part is a stand-in. */
export interface Plan {
  standIns: StandInOrder[];
  ports: NeededPort[];
  /** Laid over the environment of the app's process. */
  variables: Record<string, string>;
  /** Where the app answers on this machine, whatever stands before it. */
  appInternalUrl: string;
}

/** How this machine itself reaches what listens on `host`. */
function buildLocalUrl(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? LOOPBACK : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/** Which interface each part listens on: only browsers' business (app, storage) ever leaves loopback. */
export function buildPlan(start: StartConfig, secrets: Secrets): Plan {
  const appInternalUrl = buildLocalUrl(start.app.host, start.app.port);
  const standIns = listStandIns(start, secrets, appInternalUrl);
  const ports = standIns.map(({ part, options }) => ({
    part: PART_TITLES[part],
    host: options.host,
    port: options.port,
    variable: namePortVariable(part),
  }));
  const appPort = { part: "the app", host: start.app.host, port: start.app.port, variable: namePortVariable("app") };
  return { standIns, ports: [appPort, ...ports], variables: buildVariables(start, secrets, standIns), appInternalUrl };
}

export const PART_TITLES: Record<StandInName, string> = {
  postgres: "the database",
  s3: "the storage",
  inngest: "background work",
  mail: "e-mail",
};

function listStandIns(start: StartConfig, secrets: Secrets, appInternalUrl: string): StandInOrder[] {
  const orders: StandInOrder[] = [];
  const folder = (name: StandInName): string => path.join(start.dataDir, name);
  const { postgres, s3, inngest, mail } = start.parts;
  if (postgres.kind === "stand-in") {
    const options = {
      folder: folder("postgres"),
      host: LOOPBACK,
      port: postgres.port,
      user: "segno",
      password: secrets.postgresPassword,
      database: "segno",
    };
    orders.push({ part: "postgres", options });
  }
  if (s3.kind === "stand-in") {
    const keys = {
      accessKeyId: secrets.s3AccessKeyId,
      secretAccessKey: secrets.s3SecretAccessKey,
      region: "auto",
      bucket: "segno",
    };
    orders.push({
      part: "s3",
      options: {
        folder: folder("s3"),
        host: start.app.host,
        port: s3.port,
        ...keys,
        allowedOrigins: listOrigins(start),
        ...start.settings.s3,
      },
    });
  }
  if (inngest.kind === "stand-in") {
    const keys = { eventKey: secrets.inngestEventKey, signingKey: secrets.inngestSigningKey };
    const serveUrls = [`${start.values.SEGNO_WORKER_URL ?? appInternalUrl}/api/inngest`];
    orders.push({
      part: "inngest",
      options: {
        folder: folder("inngest"),
        host: LOOPBACK,
        port: inngest.port,
        ...keys,
        serveUrls,
        concurrency: QUEUE_PLACES,
      },
    });
  }
  if (mail.kind === "stand-in") {
    orders.push({
      part: "mail",
      options: {
        folder: folder("mail"),
        host: LOOPBACK,
        port: mail.port,
        apiKey: secrets.mailApiKey,
        webhook: { url: `${appInternalUrl}/api/mail/webhooks`, secret: deriveWebhookSecret(secrets.mailApiKey) },
        ...start.settings.mail,
      },
    });
  }
  return orders;
}

/** Data folders of before there were webhooks hold no secret for them. */
function deriveWebhookSecret(mailApiKey: string): string {
  return `whsec_${createHmac("sha256", mailApiKey).update("webhook").digest("base64")}`;
}

/** People type `localhost` and `127.0.0.1` alike, and to a browser those are two origins. */
function listOrigins(start: StartConfig): string[] {
  const { url, port } = start.app;
  const isPlain = start.app.host === LOOPBACK;
  return [...new Set([url, ...(isPlain ? [`http://localhost:${port}`, `http://${LOOPBACK}:${port}`] : [])])];
}

function buildVariables(start: StartConfig, secrets: Secrets, standIns: StandInOrder[]): Record<string, string> {
  const variables: Record<string, string> = {
    APP_URL: start.app.url,
    AUTH_SECRET: start.app.authSecret ?? secrets.authSecret,
    SEGNO_DATA_DIR: start.dataDir,
    SEGNO_HOST: start.app.host,
    SEGNO_PORT: String(start.app.port),
  };
  for (const standIn of standIns) Object.assign(variables, describeToApp(standIn, start));
  return variables;
}

function describeToApp({ part, options }: StandInOrder, start: StartConfig): Record<string, string> {
  const base = buildLocalUrl(options.host, options.port);
  switch (part) {
    case "postgres":
      return {
        DATABASE_URL: `postgresql://${options.user}:${encodeURIComponent(options.password)}@${LOOPBACK}:${options.port}/${options.database}`,
      };
    case "s3":
      return {
        S3_ENDPOINT: base,
        S3_PUBLIC_ENDPOINT: start.s3PublicUrl,
        S3_REGION: options.region,
        S3_BUCKET: options.bucket,
        S3_ACCESS_KEY_ID: options.accessKeyId,
        S3_SECRET_ACCESS_KEY: options.secretAccessKey,
      };
    case "inngest":
      return { INNGEST_BASE_URL: base, INNGEST_EVENT_KEY: options.eventKey, INNGEST_SIGNING_KEY: options.signingKey };
    case "mail":
      return {
        RESEND_BASE_URL: base,
        RESEND_API_KEY: options.apiKey,
        RESEND_WEBHOOK_SECRET: options.webhook.secret,
        MAIL_FROM: "Segno <hello@segno.localhost>",
      };
  }
}
