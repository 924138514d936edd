import { describe, expect, it } from "vitest";
import { parseConfig } from "./config";
import { ConfigError } from "./config-error";
import type { Environment } from "./environment";
import { nameFingerprints } from "./fingerprint-variables";

const whole: Environment = {
  APP_URL: "http://localhost:3000",
  AUTH_SECRET: "a-secret-of-at-least-thirty-two-characters",
  DATABASE_URL: "postgresql://segno:hunter2@127.0.0.1:5432/segno",
  S3_ENDPOINT: "http://127.0.0.1:9000/",
  S3_REGION: "auto",
  S3_BUCKET: "segno",
  S3_ACCESS_KEY_ID: "key",
  S3_SECRET_ACCESS_KEY: "storage-secret",
  INNGEST_BASE_URL: "http://127.0.0.1:8288",
  INNGEST_EVENT_KEY: "event-key",
  INNGEST_SIGNING_KEY: "signkey-prod-00ff00ff",
  RESEND_API_KEY: "re_key",
  MAIL_FROM: "Segno <hello@segno.example>",
};

function findProblems(env: Environment): string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.message);
    throw error;
  }
  return [];
}

function findVariables(env: Environment): string[] {
  return findProblems(env).map((message) => message.split(" ")[0] ?? "");
}

describe("parseConfig", () => {
  it("reads a whole environment and fills in what has a default", () => {
    const config = parseConfig(whole);
    expect(config.s3).toMatchObject({ endpoint: "http://127.0.0.1:9000", publicEndpoint: "http://127.0.0.1:9000" });
    expect(config.mail).toMatchObject({
      baseUrl: "https://api.resend.com",
      fromDigest: whole.MAIL_FROM,
      dailyLimit: 100,
      reserved: 20,
      webhookSecret: null,
    });
    expect(config).toMatchObject({
      ai: null,
      previewFormat: "aac",
      logLevel: "info",
      app: { host: "127.0.0.1", port: 3000, adminEmails: [] },
    });
  });

  it("B66: names every missing variable at once", () => {
    expect(findVariables({})).toEqual([
      "APP_URL",
      "AUTH_SECRET",
      "DATABASE_URL",
      "S3_ENDPOINT",
      "S3_REGION",
      "S3_BUCKET",
      "S3_ACCESS_KEY_ID",
      "S3_SECRET_ACCESS_KEY",
      "INNGEST_BASE_URL",
      "INNGEST_EVENT_KEY",
      "INNGEST_SIGNING_KEY",
      "RESEND_API_KEY",
      "MAIL_FROM",
    ]);
  });

  it("names a half-set optional group whole", () => {
    expect(findVariables({ ...whole, AI_MODEL: "small" })).toEqual(["AI_BASE_URL", "AI_API_KEY"]);
  });

  it("takes a model whole, deaf unless it is said to hear", () => {
    const ai = { AI_BASE_URL: "https://api.example/v1/", AI_API_KEY: "key", AI_MODEL: "small" };
    const deaf = { baseUrl: "https://api.example/v1", apiKey: "key", model: "small", hears: false };
    expect(parseConfig({ ...whole, ...ai }).ai).toEqual(deaf);
    expect(parseConfig({ ...whole, ...ai, AI_HEARS: "yes" }).ai).toEqual({ ...deaf, hears: true });
    expect(findVariables({ ...whole, ...ai, AI_BASE_URL: "http://api.example/v1" })).toEqual(["AI_BASE_URL"]);
    expect(findVariables({ ...whole, ...ai, AI_BASE_URL: "http://127.0.0.1:11434/v1" })).toEqual([]);
  });

  it("B65: trims a trailing CR/LF and one pair of quotes, and takes a raw password into the database address", () => {
    const config = parseConfig({
      ...whole,
      S3_SECRET_ACCESS_KEY: '"it\'s "quoted" inside"\r\n',
      S3_BUCKET: "'segno'",
      DATABASE_URL: 'postgres://me:p@ss/w#rd ?%"é@db.example:5432/segno?sslmode=require\r\n',
    });
    expect(config.s3.secretAccessKey).toBe('it\'s "quoted" inside');
    expect(config.s3.bucket).toBe("segno");
    const url = new URL(config.database.url);
    expect(decodeURIComponent(url.password)).toBe('p@ss/w#rd ?%"é');
    expect([url.username, url.host, url.pathname, url.search]).toEqual([
      "me",
      "db.example:5432",
      "/segno",
      "?sslmode=require",
    ]);
  });

  it.each([
    ["DATABASE_URL", "mysql://u:p@h/db"],
    ["S3_ENDPOINT", "ftp://files"],
    ["APP_URL", "https://segno.example/sub"],
    ["APP_URL", "http://segno.example"],
    ["AUTH_SECRET", "short"],
    ["SEGNO_PORT", "70000"],
    ["SEGNO_PORT", "three"],
    ["MAIL_DAILY_LIMIT", "-1"],
    ["MAIL_RESERVED", "101"],
    ["ADMIN_EMAILS", "nobody"],
    ["MAIL_FROM", "nobody"],
    ["AI_HEARS", "maybe"],
    ["LOG_LEVEL", "loud"],
    ["PREVIEW_FORMAT", "wav"],
    ["INNGEST_SIGNING_KEY", "signkey"],
  ])("B60: refuses %s=%s in one sentence that names it", (variable, value) => {
    expect(findVariables({ ...whole, [variable]: value })).toEqual([variable]);
  });

  it.each(["http://192.168.1.20:3000", "http://studio.local", "http://[::1]:3000", "https://segno.example"])(
    "takes %s as APP_URL",
    (url) => {
      expect(parseConfig({ ...whole, APP_URL: url }).app.url).toBe(url);
    },
  );

  it("refuses INNGEST_DEV with any value", () => {
    expect(findVariables({ ...whole, INNGEST_DEV: "0" })).toEqual(["INNGEST_DEV"]);
  });

  it.each([
    ["S3_BUKCET", "S3_BUCKET"],
    ["RESEND_APIKEY", "RESEND_API_KEY"],
    ["SEGNO_DATADIR", "SEGNO_DATA_DIR"],
    ["DATABASE_URI", "DATABASE_URL"],
    ["SEGNO_EVERYTHING", "SEGNO_"],
  ])("B60: asks about %s", (variable, meant) => {
    const [message] = findProblems({ ...whole, [variable]: "x" });
    expect(message).toContain(`${variable} is not a variable of Segno. Did you mean ${meant}`);
  });

  it("leaves foreign variables alone", () => {
    expect(
      findProblems({ ...whole, MAIL: "/var/mail/me", PORT: "1", AI_AGENT: "x", NEXTAUTH_URL: "x", S3_ACCELERATE: "1" }),
    ).toEqual([]);
  });

  it("B67: never shows a value", () => {
    const text = findProblems({
      ...whole,
      DATABASE_URL: "mysql://u:hunter2@h/db",
      AUTH_SECRET: "hunter2",
      INNGEST_SIGNING_KEY: "hunter2",
    }).join();
    expect(text).not.toContain("hunter2");
  });
});

describe("the fingerprint of a configuration", () => {
  it("B61: is equal for equal configurations and differs in the variable that differs", () => {
    const one = parseConfig(whole).fingerprints;
    const same = parseConfig({ ...whole, LOG_LEVEL: "debug" }).fingerprints;
    const other = parseConfig({ ...whole, S3_BUCKET: "other" }).fingerprints;
    expect(same).toEqual(one);
    expect(nameFingerprints(same)).toBe(nameFingerprints(one));
    expect(nameFingerprints(other)).not.toBe(nameFingerprints(one));
    expect(Object.keys(one).filter((name) => one[name] !== other[name])).toEqual(["S3_BUCKET"]);
  });
});
