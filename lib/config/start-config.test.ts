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
