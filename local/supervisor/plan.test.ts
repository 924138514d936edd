import { Inngest, type InngestFunction } from "inngest";
import { expect, it } from "vitest";
import type { QueueContext } from "@/inngest/client";
import { buildFunctions } from "@/inngest/functions";
import { parseConfig } from "@/lib/config/config";
import { parseStartConfig } from "@/lib/config/start-config";
import { FUNCTION_SHARE } from "../inngest/engine";
import { buildPlan, QUEUE_PLACES } from "./plan";
import type { Secrets } from "./secrets";
import { hideCredentials, renderSummary } from "./summary";

const secrets: Secrets = {
  authSecret: "generated-secret-with-more-than-32-characters",
  postgresPassword: "database-password",
  s3AccessKeyId: "SEGNOKEY",
  s3SecretAccessKey: "storage-secret",
  inngestEventKey: "event-key",
  inngestSigningKey: "signkey-prod-00ff",
  mailApiKey: "re_mail-key",
};

it("B69, B137: hands the app a whole configuration in the variables that production uses", () => {
  const start = parseStartConfig({});
  const plan = buildPlan(start, secrets);
  const config = parseConfig(plan.variables);
  expect(plan.standIns.map(({ part }) => part)).toEqual(["postgres", "s3", "inngest", "mail"]);
  expect(config.database.url).toBe("postgresql://segno:database-password@127.0.0.1:54320/segno");
  expect(config.s3).toMatchObject({ endpoint: "http://127.0.0.1:9000", bucket: "segno" });
  expect(config.app.authSecret).toBe(secrets.authSecret);
});

it("starts nothing for a configured group and leaves its variables alone", () => {
  const env = {
    DATABASE_URL: "postgres://me:hunter2@db.example/segno",
    AUTH_SECRET: "my-own-secret-with-more-than-32-characters",
  };
  const plan = buildPlan(parseStartConfig(env), secrets);
  expect(plan.standIns.map(({ part }) => part)).not.toContain("postgres");
  expect(plan.variables["DATABASE_URL"]).toBeUndefined();
  expect(plan.variables["AUTH_SECRET"]).toBe(env.AUTH_SECRET);
});

it("opens only what browsers need when people come from other machines", () => {
  const plan = buildPlan(parseStartConfig({ APP_URL: "http://192.168.1.20:3000" }), secrets);
  const hosts = Object.fromEntries(plan.standIns.map(({ part, options }) => [part, options.host]));
  expect(hosts).toEqual({ postgres: "127.0.0.1", s3: "0.0.0.0", inngest: "127.0.0.1", mail: "127.0.0.1" });
  expect(plan.variables).toMatchObject({
    S3_ENDPOINT: "http://127.0.0.1:9000",
    S3_PUBLIC_ENDPOINT: "http://192.168.1.20:9000",
  });
  expect(plan.appInternalUrl).toBe("http://127.0.0.1:3000");
});

it("B67: prints where everything is without a secret", () => {
  const start = parseStartConfig({ DATABASE_URL: "postgres://me:hunter2@db.example/segno" });
  const text = renderSummary(start, buildPlan(start, secrets), start.values);
  expect(text).toMatch(/Database +postgresql:\/\/db\.example\/segno +configured/);
  expect(text).toMatch(/Storage +http:\/\/127\.0\.0\.1:9000 +stand-in/);
  expect(text).toContain("Mailbox:  http://127.0.0.1:8025/");
  for (const secret of ["hunter2", ...Object.values(secrets)]) expect(text).not.toContain(secret);
  expect(hideCredentials("no address")).toBe("");
});

/** How many runs of a function may be under way at once, whatever they are about. */
function readLimit(fn: InngestFunction.Any): number {
  const { concurrency } = fn.opts as InngestFunction.Options;
  const limits = [concurrency].flat().map((one) => (typeof one === "object" ? (one.key ? Infinity : one.limit) : one));
  return Math.min(...limits.map((limit) => limit ?? Infinity));
}

it("B471: briefs whose model is silent hold up no other work: the queue has a place for all that may run at once", () => {
  const inngest = new Inngest({ id: "segno", isDev: false });
  const limits = buildFunctions({ inngest, services: {} } as QueueContext).map(readLimit);
  expect(limits.reduce((sum, limit) => sum + limit, 0)).toBeLessThanOrEqual(QUEUE_PLACES);
  expect(Math.max(...limits)).toBeLessThanOrEqual(QUEUE_PLACES * FUNCTION_SHARE);
});
