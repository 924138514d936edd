import { describe, expect, it } from "vitest";
import { ConfigError } from "./config-error";
import type { Environment } from "./environment";
import { parseStartConfig } from "./start-config";

function findVariables(env: Environment): string[] {
  try {
    parseStartConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.variable);
    throw error;
  }
  return [];
}

describe("parseStartConfig", () => {
  it("gives every unset group its stand-in on its documented port", () => {
    const start = parseStartConfig({});
    expect(start.app).toEqual({ url: "http://localhost:3000", host: "127.0.0.1", port: 3000, authSecret: null });
    expect(start.parts).toEqual({
      postgres: { kind: "stand-in", port: 54320 },
      s3: { kind: "stand-in", port: 9000 },
      inngest: { kind: "stand-in", port: 8288 },
      mail: { kind: "stand-in", port: 8025 },
    });
    expect(start.s3PublicUrl).toBe("http://127.0.0.1:9000");
  });

  it("uses a group that is wholly set", () => {
    expect(parseStartConfig({ DATABASE_URL: "postgres://u:p@h/db" }).parts.postgres).toEqual({ kind: "configured" });
  });

  it("B60: refuses half-set groups, naming everything that is missing from all of them", () => {
    expect(findVariables({ S3_BUCKET: "segno", INNGEST_EVENT_KEY: "k", MAIL_FROM: "a@b.example" })).toEqual([
      "S3_ENDPOINT",
      "S3_REGION",
      "S3_ACCESS_KEY_ID",
      "S3_SECRET_ACCESS_KEY",
      "INNGEST_BASE_URL",
      "INNGEST_SIGNING_KEY",
      "RESEND_API_KEY",
    ]);
  });

  it("lets mail limits go with the mail stand-in", () => {
    expect(parseStartConfig({ MAIL_DAILY_LIMIT: "5", MAIL_RESERVED: "2" }).parts.mail.kind).toBe("stand-in");
  });

  it("B178: hands stand-ins what was set for them, and leaves the rest to their own defaults", () => {
    expect(parseStartConfig({}).settings).toEqual({ s3: {}, mail: { keepDays: 30 } });
    const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZg==";
    const env = {
      SEGNO_S3_QUOTA_GIB: "200",
      SEGNO_MAIL_KEEP_DAYS: "90",
      SEGNO_MAIL_DOMAINS: "segno.example",
      SEGNO_MAIL_WEBHOOK_URL: "http://127.0.0.1:4000/hooks/",
      SEGNO_MAIL_WEBHOOK_SECRET: secret,
    };
    expect(parseStartConfig(env).settings).toEqual({
      s3: { quotaBytes: 200 * 1024 ** 3 },
      mail: {
        keepDays: 90,
        domains: ["segno.example"],
        webhook: { url: "http://127.0.0.1:4000/hooks", secret },
      },
    });
  });

  it("B178: names the variable of a stand-in that is wrong, and says what it must be", () => {
    const read = (env: Environment): string[] => {
      try {
        parseStartConfig(env);
      } catch (error) {
        if (error instanceof ConfigError) return error.problems.map(({ message }) => message);
        throw error;
      }
      return [];
    };
    for (const value of ["0", "-1", "1.5", "20 GiB"])
      expect(read({ SEGNO_S3_QUOTA_GIB: value })).toEqual([
        expect.stringMatching(/^SEGNO_S3_QUOTA_GIB .*whole number of GiB, 1 or more/),
      ]);
    expect(read({ SEGNO_MAIL_KEEP_DAYS: "1" })).toEqual([
      expect.stringMatching(/SEGNO_MAIL_KEEP_DAYS .*2 days or more/),
    ]);
    expect(read({ SEGNO_MAIL_DOMAINS: "segno.example; drop" })).toEqual([
      expect.stringContaining("SEGNO_MAIL_DOMAINS"),
    ]);
    expect(read({ SEGNO_MAIL_WEBHOOK_URL: "http://127.0.0.1:4000" })).toEqual([
      "SEGNO_MAIL_WEBHOOK_SECRET is missing, though SEGNO_MAIL_WEBHOOK_URL is set. Set both, or neither.",
    ]);
    const bad = { SEGNO_MAIL_WEBHOOK_URL: "http://127.0.0.1:4000", SEGNO_MAIL_WEBHOOK_SECRET: "hunter2" };
    const messages = read(bad).join(" ");
    expect(messages).toMatch(/SEGNO_MAIL_WEBHOOK_SECRET .*whsec_/);
    expect(messages).not.toContain("hunter2");
  });

  it("listens on the port that a plain APP_URL names, and leaves a proxy's port to the proxy", () => {
    expect(parseStartConfig({ APP_URL: "http://localhost:4000" }).app.port).toBe(4000);
    expect(parseStartConfig({ APP_URL: "http://studio.local" }).app.port).toBe(3000);
    const proxied = { APP_URL: "https://segno.example:8443", SEGNO_S3_PUBLIC_URL: "https://files.segno.example" };
    expect(parseStartConfig(proxied).app.port).toBe(3000);
    expect(parseStartConfig({ APP_URL: "http://localhost:4000", SEGNO_PORT: "5000" }).app.port).toBe(5000);
  });

  it("listens for others when APP_URL names another host", () => {
    const start = parseStartConfig({ APP_URL: "http://192.168.1.20:3000" });
    expect([start.app.host, start.s3PublicUrl]).toEqual(["0.0.0.0", "http://192.168.1.20:9000"]);
  });

  it("refuses an https address whose pages could not reach the storage stand-in", () => {
    expect(findVariables({ APP_URL: "https://segno.example" })).toEqual(["SEGNO_S3_PUBLIC_URL"]);
    expect(
      findVariables({ APP_URL: "https://segno.example", SEGNO_S3_PUBLIC_URL: "https://files.segno.example" }),
    ).toEqual([]);
  });

  it("refuses two parts on one port", () => {
    expect(findVariables({ SEGNO_MAIL_PORT: "9000" })).toEqual(["SEGNO_MAIL_PORT"]);
  });
});
