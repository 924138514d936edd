import { mkdir, statfs } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { parseConfig } from "@/lib/config/config";
import { buildServices, type Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { readPanel } from "../indicators/reads";
import { beat, sayGoodbye } from "./commands";
import { type Beat, findDifferences } from "./rules";
import type { ProcessFacts } from "./schema";

const FUNCTIONS = [{ id: "some-work", events: [], crons: [], startWithinMs: null }];
const DAY_MS = 24 * 60 * 60_000;
let stack: TestStack;
let services: Services;

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_RESERVED: "3" } });
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  await services.db.heartbeat.deleteMany();
});

const read = async (id: string) => (await readPanel(services)).indicators.find((one) => one.id === id);
const readFacts = async () => (await services.db.heartbeat.findFirstOrThrow()).facts as unknown as ProcessFacts;

it("B418: a process says what it is, once however often it says so; no secret is in it", async () => {
  await beat(services, systemScope, FUNCTIONS);
  stack.clock.advance(15_000);
  await beat(services, systemScope, FUNCTIONS);
  expect(await services.db.heartbeat.count()).toBe(1);
  const facts = await readFacts();
  expect(facts).toMatchObject({
    pid: process.pid,
    versions: { node: process.versions.node, postgres: expect.stringMatching(/^\d+/) },
    storage: { state: "same", bucket: "segno" },
    configuration: {
      S3_BUCKET: "segno",
      MAIL_RESERVED: "3",
      RESEND_API_KEY: expect.stringMatching(/^hash:[0-9a-f]{16}$/),
    },
    functions: FUNCTIONS,
  });
  const { database, s3, inngest, mail, app } = stack.config;
  const secrets = [database.url, s3.secretAccessKey, inngest.signingKey, inngest.eventKey, mail.apiKey, app.authSecret];
  for (const secret of secrets) expect(JSON.stringify(facts)).not.toContain(secret);
});

it("B418: what may differ from process to process is not compared", () => {
  const variables = { APP_URL: "http://127.0.0.1:3000", AUTH_SECRET: "x".repeat(32), DATABASE_URL: "postgres://a@b/c" };
  const parts = {
    ...{ S3_ENDPOINT: "http://127.0.0.1:9", S3_REGION: "auto", S3_BUCKET: "b", S3_ACCESS_KEY_ID: "i" },
    ...{ S3_SECRET_ACCESS_KEY: "k", INNGEST_BASE_URL: "http://127.0.0.1:9", INNGEST_EVENT_KEY: "e" },
    ...{ INNGEST_SIGNING_KEY: `signkey-prod-${"ab".repeat(32)}`, RESEND_API_KEY: "r", MAIL_FROM: "a@b.test" },
  };
  const one = parseConfig({ ...variables, ...parts }).fingerprints;
  const other = parseConfig({ ...variables, ...parts, LOG_LEVEL: "debug", SEGNO_PORT: "3100", SEGNO_DATA_DIR: "/x" });
  expect(other.fingerprints).toEqual(one);
});

it("B418: one that ends in peace is not missed; one that is gone is told of, and forgotten after a day", async () => {
  const other = buildServices(stack.config, { clock: stack.clock, log: services.log });
  await beat(services, systemScope, FUNCTIONS);
  await beat(other, systemScope, FUNCTIONS);
  await sayGoodbye(other, systemScope);
  expect(await read("processes")).toMatchObject({ state: "green", summary: "1 process alive." });
  await beat(other, systemScope, FUNCTIONS);
  stack.clock.advance(61_000);
  await beat(services, systemScope, FUNCTIONS);
  expect(await read("processes")).toMatchObject({
    state: "amber",
    summary: expect.stringContaining("1 gone without a word"),
  });
  stack.clock.advance(DAY_MS + 1);
  await beat(services, systemScope, FUNCTIONS);
  expect(await services.db.heartbeat.count()).toBe(1);
  await other.close();
});

it("B418: room on the disk is what the system says, where there is a data folder, and not here where there is none", async () => {
  await beat(services, systemScope, FUNCTIONS);
  expect(await read("disk")).toMatchObject({ state: "unknown", summary: expect.stringContaining("Not here") });
  await mkdir(stack.config.dataDir);
  await beat(services, systemScope, FUNCTIONS);
  const { blocks, bsize } = await statfs(stack.config.dataDir);
  expect((await readFacts()).disk).toMatchObject({ totalBytes: blocks * bsize });
});

it("B418: of the other secrets nothing is said while the app's own differs, as their hashes are salted with it", () => {
  const say = (pid: number, configuration: Record<string, string>): Beat => {
    const [startedAt, lastBeatAt] = [new Date(0), new Date(0)];
    return { id: String(pid), host: "studio", startedAt, lastBeatAt, facts: { pid, configuration } as ProcessFacts };
  };
  const one = say(1, { AUTH_SECRET: "hash:a", DATABASE_URL: "hash:b", S3_BUCKET: "segno" });
  const other = say(2, { AUTH_SECRET: "hash:c", DATABASE_URL: "hash:d", S3_BUCKET: "other" });
  expect(findDifferences([one, other]).map(({ variable }) => variable)).toEqual(["AUTH_SECRET", "S3_BUCKET"]);
  expect(findDifferences([one, one])).toEqual([]);
  expect(findDifferences([one, say(3, { AUTH_SECRET: "hash:a", S3_BUCKET: "segno" })])).toMatchObject([
    { variable: "DATABASE_URL", seen: [{ value: "a secret" }, { value: "not set" }] },
  ]);
});
