import path from "node:path";
import { chooseHost, choosePort, DEFAULT_PORT } from "./config";
import { ConfigError, type ConfigProblem } from "./config-error";
import { type Environment, readEnvironment } from "./environment";
import { isLoopbackHost, readHost } from "./hosts";
import type { OutsideGroup } from "./variable";
import type { Values } from "./variables";

export type StandInName = "postgres" | "s3" | "inngest" | "mail";

/** Where a part comes from: the configured system, or a stand-in on this machine's port. */
export type PartChoice = { kind: "configured" } | { kind: "stand-in"; port: number };

/** Left out where a stand-in has a default of its own. */
export interface StandInSettings {
  s3: { quotaBytes?: number };
  mail: { keepDays?: number; domains?: string[]; webhook?: { url: string; secret: string } };
}

/** What the start command decides before it starts anything. */
export interface StartConfig {
  app: { url: string; host: string; port: number; authSecret: string | null };
  /** Where browsers reach the storage stand-in. */
  s3PublicUrl: string;
  /** Absolute path. */
  dataDir: string;
  parts: Record<StandInName, PartChoice>;
  hasAi: boolean;
  /** What stand-ins are told besides their place. */
  settings: StandInSettings;
  /** What was configured and what is set on its own, as parsed: never a stand-in's. */
  values: Values;
}

/** Decides for each group of variables: configured or stand-in. @throws ConfigError naming every problem at once. */
export function parseStartConfig(env: Environment): StartConfig {
  const { values, setGroups, problems } = readEnvironment(env);
  const choose = (group: OutsideGroup, port: number | undefined): PartChoice =>
    setGroups.has(group) ? { kind: "configured" } : { kind: "stand-in", port: port ?? 0 };
  const parts = {
    postgres: choose("database", values.SEGNO_POSTGRES_PORT),
    s3: choose("s3", values.SEGNO_S3_PORT),
    inngest: choose("inngest", values.SEGNO_INNGEST_PORT),
    mail: choose("mail", values.SEGNO_MAIL_PORT),
  };
  const url = values.APP_URL ?? `http://localhost:${values.SEGNO_PORT ?? DEFAULT_PORT}`;
  const port = choosePort(url, values.SEGNO_PORT);
  const found = [
    ...problems,
    ...findSharedPorts(port, parts),
    ...findUnreachableStorage(url, parts.s3, values),
    ...findHalfWebhook(values),
  ];
  if (found.length > 0) throw new ConfigError(found);
  return {
    app: { url, port, host: chooseHost(url, values.SEGNO_HOST), authSecret: values.AUTH_SECRET ?? null },
    s3PublicUrl: values.SEGNO_S3_PUBLIC_URL ?? buildS3PublicUrl(url, parts.s3),
    dataDir: path.resolve(values.SEGNO_DATA_DIR ?? "./data"),
    parts,
    hasAi: setGroups.has("ai"),
    settings: chooseSettings(values),
    values,
  };
}

/** @throws ConfigError as `parseStartConfig`. */
export function readStartConfig(): StartConfig {
  return parseStartConfig(process.env);
}

/** The whole environment of this process with `variables` laid over it, for a child that must see exactly these. */
export function buildChildEnvironment(variables: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables };
}

/** Whether npm started this process, through a shell of its own. */
export function isRunByNpm(): boolean {
  return process.env["npm_lifecycle_event"] !== undefined;
}

function buildS3PublicUrl(appUrl: string, part: PartChoice): string {
  const port = part.kind === "stand-in" ? part.port : 0;
  const host = readHost(appUrl);
  if (isLoopbackHost(host)) return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

const PORT_VARIABLES = {
  postgres: "SEGNO_POSTGRES_PORT",
  s3: "SEGNO_S3_PORT",
  inngest: "SEGNO_INNGEST_PORT",
  mail: "SEGNO_MAIL_PORT",
} as const;

/** The variable that moves a part's port. */
export function namePortVariable(part: StandInName | "app"): string {
  return part === "app" ? "SEGNO_PORT" : PORT_VARIABLES[part];
}

function findSharedPorts(appPort: number, parts: Record<StandInName, PartChoice>): ConfigProblem[] {
  const owners = new Map<number, string>([[appPort, "SEGNO_PORT"]]);
  const problems: ConfigProblem[] = [];
  for (const name of ["postgres", "s3", "inngest", "mail"] as const) {
    const part = parts[name];
    if (part.kind !== "stand-in") continue;
    const variable = PORT_VARIABLES[name];
    const owner = owners.get(part.port);
    if (owner !== undefined) problems.push({ variable, message: `${variable} must not be the same port as ${owner}.` });
    owners.set(part.port, variable);
  }
  return problems;
}

function chooseSettings(values: Values): StandInSettings {
  const { SEGNO_S3_QUOTA_GIB: quotaBytes, SEGNO_MAIL_KEEP_DAYS: keepDays, SEGNO_MAIL_DOMAINS: domains } = values;
  const { SEGNO_MAIL_WEBHOOK_URL: url, SEGNO_MAIL_WEBHOOK_SECRET: secret } = values;
  return {
    s3: { ...(quotaBytes === undefined ? {} : { quotaBytes }) },
    mail: {
      ...(keepDays === undefined ? {} : { keepDays }),
      ...(domains === undefined || domains.length === 0 ? {} : { domains }),
      ...(url === undefined || secret === undefined ? {} : { webhook: { url, secret } }),
    },
  };
}

function findHalfWebhook(values: Values): ConfigProblem[] {
  const names = ["SEGNO_MAIL_WEBHOOK_URL", "SEGNO_MAIL_WEBHOOK_SECRET"] as const;
  const [missing] = names.filter((name) => values[name] === undefined);
  const [set] = names.filter((name) => values[name] !== undefined);
  if (missing === undefined || set === undefined) return [];
  return [{ variable: missing, message: `${missing} is missing, though ${set} is set. Set both, or neither.` }];
}

/** A page served over https may not send to an http address, so browsers would refuse every upload. */
function findUnreachableStorage(appUrl: string, part: PartChoice, values: Values): ConfigProblem[] {
  const isBlocked = appUrl.startsWith("https:") && !isLoopbackHost(readHost(appUrl)) && part.kind === "stand-in";
  if (!isBlocked || values.SEGNO_S3_PUBLIC_URL?.startsWith("https:")) return [];
  const message =
    "SEGNO_S3_PUBLIC_URL is missing: with an https APP_URL browsers reach the storage stand-in only through an https address. Set it to your proxy's address for storage, or configure S3_*.";
  return [{ variable: "SEGNO_S3_PUBLIC_URL", message }];
}
