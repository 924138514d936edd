import path from "node:path";
import { ConfigError } from "./config-error";
import { type Environment, findAbsentGroups, type ReadEnvironment, readEnvironment } from "./environment";
import { fingerprintVariables } from "./fingerprint-variables";
import { isLoopbackHost, readHost } from "./hosts";
import type { Values, VariableName } from "./variables";

/** The value of `inngest.baseUrl` that means Inngest Cloud, whose client knows its own addresses. */
export const INNGEST_CLOUD_URL = "https://api.inngest.com";

export const DEFAULT_PORT = 3000;

/** As a provider knows this Segno. */
export interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

/** Everything the app is told from outside. URLs have no trailing slash. */
export interface Config {
  app: { url: string; port: number; host: string; authSecret: string; adminEmails: string[]; trustedProxies: string[] };
  /** What this process serves. */
  role: "all" | "web" | "worker";
  /** Where the queue calls functions: the app itself, or a worker apart. */
  workerUrl: string;
  /** Absolute path. */
  dataDir: string;
  database: { url: string };
  s3: {
    endpoint: string;
    publicEndpoint: string;
    region: string;
    bucket: string;
    accessKeyId: string;
    secretAccessKey: string;
  };
  inngest: { baseUrl: string; eventKey: string; signingKey: string };
  /** `dailyLimit` and `reserved` are mails a UTC day, `hourlyLimit` digests an hour (null: as many as are usual). */
  mail: {
    apiKey: string;
    baseUrl: string;
    from: string;
    fromDigest: string;
    dailyLimit: number;
    reserved: number;
    hourlyLimit: number | null;
    webhookSecret: string | null;
  };
  /** `hears`: the model takes sound. */
  ai: { baseUrl: string; apiKey: string; model: string; hears: boolean } | null;
  /** Whom people can sign in with, beside e-mail and password. */
  signIn: {
    google: OAuthClient | null;
    github: (OAuthClient & { url: string }) | null;
    oidc: (OAuthClient & { issuer: string; name: string }) | null;
  };
  /** Bytes of takes at most, null where there is no limit. */
  quotas: { projectBytes: number | null; accountBytes: number | null };
  /** Of previews that are made from now on. */
  previewFormat: "aac" | "opus" | "mp3";
  /** Who is told of alerts, beside the administrators. */
  alertHook: { url: string; secret: string } | null;
  logLevel: string;
  /** Opens the figures for Prometheus. Null: to this machine alone. */
  metricsToken: string | null;
  /** What was set, for comparing processes: `fingerprintVariables`. */
  fingerprints: Record<string, string>;
}

/** @throws ConfigError naming every problem at once, without showing a value. */
export function parseConfig(env: Environment): Config {
  const read = readEnvironment(env);
  const problems = [...read.problems, ...findAbsentGroups(read)];
  if (problems.length > 0) throw new ConfigError(problems);
  return buildConfig(read.values, read.setGroups);
}

/** @throws ConfigError as `parseConfig`. */
export function readConfig(): Config {
  return parseConfig(process.env);
}

/** Loopback, unless people come from elsewhere. */
export function chooseHost(appUrl: string, host: string | undefined): string {
  return host ?? (isLoopbackHost(readHost(appUrl)) ? "127.0.0.1" : "0.0.0.0");
}

/** A plain address with a port is the app's own; behind https stands a proxy, whose port says nothing of the app's. */
export function choosePort(appUrl: string, port: number | undefined): number {
  const own = appUrl.startsWith("http:") ? Number(new URL(appUrl).port) : 0;
  return port ?? (own || DEFAULT_PORT);
}

function take<Name extends VariableName>(values: Values, name: Name): NonNullable<Values[Name]> {
  const value = values[name];
  if (value === undefined || value === null)
    throw new ConfigError([{ variable: name, message: `${name} is not set.` }]);
  return value;
}

function buildSignIn(values: Values, setGroups: ReadEnvironment["setGroups"]): Config["signIn"] {
  const client = (group: "GOOGLE" | "GITHUB" | "OIDC"): OAuthClient => ({
    clientId: take(values, `${group}_CLIENT_ID`),
    clientSecret: take(values, `${group}_CLIENT_SECRET`),
  });
  return {
    google: setGroups.has("google") ? client("GOOGLE") : null,
    github: setGroups.has("github") ? { ...client("GITHUB"), url: take(values, "GITHUB_URL") } : null,
    oidc: setGroups.has("oidc")
      ? { ...client("OIDC"), issuer: take(values, "OIDC_ISSUER"), name: take(values, "OIDC_NAME") }
      : null,
  };
}

function buildConfig(values: Values, setGroups: ReadEnvironment["setGroups"]): Config {
  const url = take(values, "APP_URL");
  return {
    app: {
      url,
      port: choosePort(url, values.SEGNO_PORT),
      host: chooseHost(url, values.SEGNO_HOST),
      authSecret: take(values, "AUTH_SECRET"),
      adminEmails: take(values, "ADMIN_EMAILS"),
      trustedProxies: take(values, "SEGNO_TRUSTED_PROXIES"),
    },
    role: take(values, "SEGNO_ROLE"),
    workerUrl: values.SEGNO_WORKER_URL ?? url,
    dataDir: path.resolve(take(values, "SEGNO_DATA_DIR")),
    database: { url: take(values, "DATABASE_URL") },
    s3: {
      endpoint: take(values, "S3_ENDPOINT"),
      publicEndpoint: values.S3_PUBLIC_ENDPOINT ?? take(values, "S3_ENDPOINT"),
      region: take(values, "S3_REGION"),
      bucket: take(values, "S3_BUCKET"),
      accessKeyId: take(values, "S3_ACCESS_KEY_ID"),
      secretAccessKey: take(values, "S3_SECRET_ACCESS_KEY"),
    },
    inngest: {
      baseUrl: take(values, "INNGEST_BASE_URL"),
      eventKey: take(values, "INNGEST_EVENT_KEY"),
      signingKey: take(values, "INNGEST_SIGNING_KEY"),
    },
    mail: {
      apiKey: take(values, "RESEND_API_KEY"),
      baseUrl: take(values, "RESEND_BASE_URL"),
      from: take(values, "MAIL_FROM"),
      fromDigest: values.MAIL_FROM_DIGEST ?? take(values, "MAIL_FROM"),
      dailyLimit: take(values, "MAIL_DAILY_LIMIT"),
      reserved: values.MAIL_RESERVED ?? Math.floor(take(values, "MAIL_DAILY_LIMIT") / 5),
      hourlyLimit: values.MAIL_HOURLY_LIMIT ?? null,
      webhookSecret: values.RESEND_WEBHOOK_SECRET ?? null,
    },
    ai: setGroups.has("ai")
      ? {
          baseUrl: take(values, "AI_BASE_URL"),
          apiKey: take(values, "AI_API_KEY"),
          model: take(values, "AI_MODEL"),
          hears: take(values, "AI_HEARS"),
        }
      : null,
    signIn: buildSignIn(values, setGroups),
    quotas: {
      projectBytes: values.SEGNO_PROJECT_QUOTA_GIB ?? null,
      accountBytes: values.SEGNO_ACCOUNT_QUOTA_GIB ?? null,
    },
    previewFormat: take(values, "PREVIEW_FORMAT"),
    alertHook: setGroups.has("alerts")
      ? { url: take(values, "ALERT_WEBHOOK_URL"), secret: take(values, "ALERT_WEBHOOK_SECRET") }
      : null,
    logLevel: take(values, "LOG_LEVEL"),
    metricsToken: values.METRICS_TOKEN ?? null,
    fingerprints: fingerprintVariables(values),
  };
}
