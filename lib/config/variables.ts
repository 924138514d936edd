import type { z } from "zod";
import { AI_VARIABLES } from "./ai-variables";
import { ALERT_VARIABLES } from "./alert-variables";
import {
  addressRanges,
  appUrl,
  authSecret,
  databaseUrl,
  domains,
  emails,
  gibibytes,
  httpUrl,
  keepDays,
  logFormat,
  logLevel,
  metricsToken,
  port,
  previewFormat,
  role,
  signingKey,
  text,
  webhookSecret,
} from "./formats";
import { MAIL_VARIABLES } from "./mail-variables";
import { SIGN_IN_VARIABLES } from "./sign-in-variables";
import type { Variable } from "./variable";

/** Every variable that Segno reads. `.env.example` is generated from it. */
export const VARIABLES = {
  APP_URL: {
    group: "app",
    schema: appUrl,
    role: "required",
    description: "The address people type. https for a public host; behind a proxy, the proxy's address.",
    example: "http://localhost:3000",
  },
  AUTH_SECRET: {
    group: "app",
    schema: authSecret,
    role: "required",
    isSecret: true,
    description:
      "Signs sessions and links; at least 32 characters. npm start makes one and keeps it in the data folder.",
  },
  ADMIN_EMAILS: {
    group: "app",
    schema: emails,
    role: "setting",
    fallback: "",
    description: "Addresses, separated by commas, whose accounts may see the operations pages.",
    example: "you@example.com",
  },
  SEGNO_TRUSTED_PROXIES: {
    group: "app",
    schema: addressRanges,
    role: "setting",
    fallback: "",
    description:
      "Proxies on other machines whose X-Forwarded-For is believed, by address or block. One on this machine always is.",
    example: "10.0.0.0/8",
  },
  SEGNO_ROLE: {
    group: "app",
    schema: role,
    role: "setting",
    fallback: "all",
    description:
      "What this process serves: all, web (pages and API, none of the queue's work) or worker (the queue's work alone).",
  },
  SEGNO_WORKER_URL: {
    group: "app",
    schema: httpUrl,
    role: "setting",
    description: "Where the queue reaches the worker, when it is a process of its own. Unset: at APP_URL.",
    example: "http://worker:3000",
  },
  PREVIEW_FORMAT: {
    group: "app",
    schema: previewFormat,
    role: "setting",
    fallback: "aac",
    description:
      "What new previews are made as: aac plays everywhere, mp3 too and takes half the work, opus is smaller and needs Safari 18.4. Without FFmpeg always mp3.",
  },
  SEGNO_PROJECT_QUOTA_GIB: {
    group: "app",
    schema: gibibytes,
    role: "setting",
    description: "How many GiB of takes a project holds at most, its trash included. Unset: any number.",
    example: "50",
  },
  SEGNO_ACCOUNT_QUOTA_GIB: {
    group: "app",
    schema: gibibytes,
    role: "setting",
    description: "The same for all projects that one person owns, together.",
    example: "100",
  },
  METRICS_TOKEN: {
    group: "app",
    schema: metricsToken,
    role: "setting",
    isSecret: true,
    description:
      "Opens /api/metrics to Prometheus, as Authorization: Bearer; at least 16 characters. Unset: only on this machine, and only while APP_URL is this machine.",
  },
  LOG_LEVEL: {
    group: "app",
    schema: logLevel,
    role: "setting",
    fallback: "info",
    description: "fatal, error, warn, info, debug, trace or silent.",
  },
  SEGNO_DATA_DIR: {
    group: "local",
    schema: text,
    role: "setting",
    fallback: "./data",
    description: "Where stand-ins keep their data and secrets.",
  },
  SEGNO_LOG_FORMAT: {
    group: "local",
    schema: logFormat,
    role: "setting",
    description:
      "How npm start prints: pretty or json. Unset: pretty on a terminal, else json. The log file holds json.",
    example: "json",
  },
  SEGNO_HOST: {
    group: "local",
    schema: text,
    role: "setting",
    description: "The interface to listen on. Loopback, unless APP_URL names another host: then every interface.",
    example: "127.0.0.1",
  },
  SEGNO_PORT: {
    group: "local",
    schema: port,
    role: "setting",
    description: "Port of the app. Unset: the port in an http APP_URL, else 3000.",
    example: "3000",
  },
  SEGNO_S3_PORT: {
    group: "local",
    schema: port,
    role: "setting",
    fallback: "9000",
    description: "Port of the storage stand-in.",
  },
  SEGNO_S3_PUBLIC_URL: {
    group: "local",
    schema: httpUrl,
    role: "setting",
    description: "Where browsers reach the storage stand-in when a proxy stands before it.",
    example: "https://files.segno.example",
  },
  SEGNO_S3_QUOTA_GIB: {
    group: "local",
    schema: gibibytes,
    role: "setting",
    description: "How many GiB the storage stand-in holds at most. Unset: as much as the disk leaves.",
    example: "200",
  },
  SEGNO_INNGEST_PORT: {
    group: "local",
    schema: port,
    role: "setting",
    fallback: "8288",
    description: "Port of the Inngest stand-in.",
  },
  SEGNO_MAIL_PORT: {
    group: "local",
    schema: port,
    role: "setting",
    fallback: "8025",
    description: "Port of the mail stand-in and its mailbox page.",
  },
  SEGNO_MAIL_KEEP_DAYS: {
    group: "local",
    schema: keepDays,
    role: "setting",
    fallback: "30",
    description: "After how many days the mail stand-in forgets a mail; 2 or more.",
  },
  SEGNO_MAIL_DOMAINS: {
    group: "local",
    schema: domains,
    role: "setting",
    description:
      "Domains that the mail stand-in lists as verified, separated by commas. Unset: those that were sent from.",
    example: "segno.example",
  },
  SEGNO_MAIL_WEBHOOK_URL: {
    group: "local",
    schema: httpUrl,
    role: "setting",
    description: "Where the mail stand-in tells of deliveries, bounces and complaints. Unset: the app itself.",
    example: "http://127.0.0.1:4000/hooks",
  },
  SEGNO_MAIL_WEBHOOK_SECRET: {
    group: "local",
    schema: webhookSecret,
    role: "setting",
    isSecret: true,
    description: "Signs what it tells there; whsec_ and at least 16 bytes in base64. Goes with SEGNO_MAIL_WEBHOOK_URL.",
  },
  SEGNO_POSTGRES_PORT: {
    group: "local",
    schema: port,
    role: "setting",
    fallback: "54320",
    description: "Port of the PostgreSQL stand-in.",
  },
  DATABASE_URL: {
    group: "database",
    schema: databaseUrl,
    role: "required",
    isSecret: true,
    description: "PostgreSQL 15 or newer.",
    example: "postgresql://user:password@host:5432/segno",
  },
  S3_ENDPOINT: {
    group: "s3",
    schema: httpUrl,
    role: "required",
    description: "Where the app reaches the storage.",
    example: "https://account.r2.cloudflarestorage.com",
  },
  S3_PUBLIC_ENDPOINT: {
    group: "s3",
    schema: httpUrl,
    role: "optional",
    description: "Where browsers reach it, when that differs from S3_ENDPOINT.",
    example: "https://files.segno.example",
  },
  S3_REGION: {
    group: "s3",
    schema: text,
    role: "required",
    description: "The region; auto for Cloudflare R2.",
    example: "auto",
  },
  S3_BUCKET: {
    group: "s3",
    schema: text,
    role: "required",
    description: "The bucket; it must exist.",
    example: "segno",
  },
  S3_ACCESS_KEY_ID: { group: "s3", schema: text, role: "required", isSecret: true, description: "Access key." },
  S3_SECRET_ACCESS_KEY: { group: "s3", schema: text, role: "required", isSecret: true, description: "Its secret." },
  INNGEST_BASE_URL: {
    group: "inngest",
    schema: httpUrl,
    role: "required",
    description: "A self-hosted Inngest, or https://api.inngest.com for Inngest Cloud.",
    example: "https://api.inngest.com",
  },
  INNGEST_EVENT_KEY: {
    group: "inngest",
    schema: text,
    role: "required",
    isSecret: true,
    description: "Key for sending events.",
  },
  INNGEST_SIGNING_KEY: {
    group: "inngest",
    schema: signingKey,
    role: "required",
    isSecret: true,
    description: "Key that proves a call comes from Inngest.",
  },
  ...MAIL_VARIABLES,
  ...ALERT_VARIABLES,
  ...AI_VARIABLES,
  ...SIGN_IN_VARIABLES,
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
export type Values = { [Name in VariableName]?: z.output<(typeof VARIABLES)[Name]["schema"]> };

/** Widened on purpose, so that code may walk the table. */
export const VARIABLE_LIST: readonly (Variable & { name: VariableName })[] = (
  Object.keys(VARIABLES) as VariableName[]
).map((name) => ({ name, ...VARIABLES[name] }));
