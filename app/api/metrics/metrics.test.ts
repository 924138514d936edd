import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { relayOnce } from "@/inngest/relay";
import { createId } from "@/lib/core/ids";
import { queueEventSchemas, VERSION_UPLOADED } from "@/lib/core/queue-events";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { readVersion } from "@/lib/domains/versions/reads";
import { deliverEmail } from "@/lib/mail/deliver";
import { freezeEmail } from "@/lib/mail/email-store";
import { buildServices, installServices, type Services } from "@/lib/services";
import { createTestClock } from "@/lib/testing/clock";
import { parsePrometheusText, readSample } from "@/lib/testing/prometheus-text";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { GET } from "./route";

const DAY_MS = 24 * 60 * 60 * 1000;
let queue: TestQueue;
let services: Services;
let band: Band;
let uninstall: () => void;

beforeAll(async () => {
  const clock = createTestClock(new Date(Date.now() + DAY_MS));
  queue = await startTestQueue(clock, (env) => startTestStack({ clock, env }));
  services = queue.stack.services;
  uninstall = installServices(services);
  band = await createBand(services);
});
afterAll(async () => {
  uninstall();
  await queue.close();
});

const HERE = { "x-forwarded-for": "127.0.0.1", host: "127.0.0.1:3000" };
const ask = (headers: Record<string, string> = HERE) =>
  GET(new Request(`${services.config.app.url}/api/metrics`, { headers }));
const read = async () => parsePrometheusText(await (await ask()).text());
const sample = async (name: string, labels: Record<string, string> = {}) => readSample(await read(), name, labels);

/** Runs something and answers by how much a figure moved. */
async function moved(name: string, labels: Record<string, string>, work: () => Promise<unknown>): Promise<number> {
  const before = await sample(name, labels);
  await work();
  return (await sample(name, labels)) - before;
}

async function freeze(): Promise<string> {
  const now = services.clock.now();
  const words = { subject: "Words", html: "<p>Words</p>", text: "Words" };
  const rest = { lane: "transactional" as const, accountId: null, toAddress: "mara@example.com" };
  const expiresAt = new Date(now.getTime() + DAY_MS);
  const mail = { ...words, ...rest, key: createId(), fromAddress: "Segno <hello@segno.test>", expiresAt };
  return freezeEmail(services.db, mail, now);
}

describe("B440: a figure moves when its thing happens", () => {
  it("B132: an upload, the event it writes, its storage calls, its run, steps and analysis", async () => {
    const before = await read();
    const { version } = await uploadFile(services, band.editor, band, makeWav(0.5));
    const uploaded = await read();
    const grew = (name: string, labels: Record<string, string> = {}, since = before, now = uploaded) =>
      readSample(now, name, labels) - readSample(since, name, labels);
    expect(grew("segno_uploads_total", { outcome: "stored" })).toBe(1);
    expect(grew("segno_upload_bytes_total")).toBe(makeWav(0.5).byteLength);
    expect(grew("segno_outbox_waiting", { event: VERSION_UPLOADED })).toBe(1);
    expect(grew("segno_waiting", { work: "analysis", state: "waiting" })).toBe(1);
    expect(grew("segno_storage_call_seconds_count", { call: "CompleteMultipartUploadCommand", outcome: "ok" })).toBe(1);
    queue.stack.clock.advance(5_000);
    expect(await sample("segno_outbox_oldest_seconds")).toBeGreaterThanOrEqual(5);

    await relayOnce(queue.context);
    const target = { projectId: band.projectId, songId: band.songId, versionId: version?.id ?? "" };
    const state = async () => (await readVersion(services, band.listener, target)).analysis.state;
    await expect.poll(state, { timeout: 60_000, interval: 50 }).toBe("done");
    await queue.server().settled();
    const done = await read();
    const since = (name: string, labels: Record<string, string>) => grew(name, labels, uploaded, done);
    expect(since("segno_outbox_waiting", { event: VERSION_UPLOADED })).toBe(-1);
    expect(since("segno_relayed_events_total", { event: VERSION_UPLOADED })).toBe(1);
    expect(since("segno_waiting", { work: "analysis", state: "waiting" })).toBe(-1);
    expect(since("segno_runs_total", { function: "analyze-version", outcome: "done" })).toBe(1);
    expect(since("segno_step_seconds_count", { function: "analyze-version", outcome: "done" })).toBeGreaterThanOrEqual(
      1,
    );
    expect(since("segno_analysis_seconds_count", { stage: "measure", outcome: "done" })).toBe(1);
    expect(since("segno_analysis_seconds_sum", { stage: "measure", outcome: "done" })).toBeGreaterThan(0.001);
  });

  it("a file that can't be read: its run is given up", async () => {
    const before = await sample("segno_runs_total", { function: "analyze-version", outcome: "gave_up" });
    await uploadFile(services, band.editor, band, Buffer.concat([makeWav(1).subarray(0, 20), Buffer.alloc(5_000, 7)]));
    await relayOnce(queue.context);
    await expect
      .poll(() => sample("segno_runs_total", { function: "analyze-version", outcome: "gave_up" }), { timeout: 30_000 })
      .toBe(before + 1);
    await queue.server().settled();
    expect(
      await sample("segno_step_seconds_count", { function: "analyze-version", outcome: "failed" }),
    ).toBeGreaterThan(0);
  });

  it("an upload that is no sound, a missing object, a storage that is away", async () => {
    const bad = () => uploadFile(services, band.editor, band, Buffer.alloc(2_000, 1)).catch((error: unknown) => error);
    expect(await moved("segno_uploads_total", { outcome: "rejected" }, bad)).toBe(1);
    const refused = { call: "HeadObjectCommand", outcome: "refused" };
    const look = () => services.storage.head("nobody/knows");
    expect(await moved("segno_storage_call_seconds_count", refused, look)).toBe(1);
    const away = buildServices({ ...services.config, s3: { ...services.config.s3, endpoint: "http://127.0.0.1:9" } });
    await expect(away.storage.head("x")).rejects.toThrow();
    const there = parsePrometheusText(await away.metrics.render());
    expect(readSample(there, "segno_storage_call_seconds_count", { ...refused, outcome: "failed" })).toBe(1);
    await away.close();
  });

  it("a mail that goes out, one that waits, and one that is refused", async () => {
    const lane = "transactional";
    const [one, other] = [await freeze(), await freeze()];
    expect(await sample("segno_waiting", { work: "mail_transactional", state: "pending" })).toBe(2);
    const send = (id: string) => () => deliverEmail(services, id);
    expect(await moved("segno_mails_total", { lane, outcome: "sent" }, send(one))).toBe(1);
    queue.stack.setMailFaults({ kind: "server_error" });
    expect(await moved("segno_mails_total", { lane, outcome: "pending" }, send(other))).toBe(1);
    queue.stack.setMailFaults({ kind: "none" });
  });

  it("a live stream, one too many, and the pool", async () => {
    const untrack = services.live.track(() => undefined);
    expect(await sample("segno_live_streams")).toBe(1);
    expect(await sample("segno_live_streams_total", { what: "opened" })).toBeGreaterThanOrEqual(1);
    untrack();
    expect(await sample("segno_live_streams")).toBe(0);
    services.live.noteStream("told");
    expect(await sample("segno_live_messages_total")).toBe(1);
    expect(await sample("segno_database_connections", { state: "most" })).toBe(10);
    const held = services.db.$queryRaw`SELECT pg_sleep(0.4)::text`;
    await sleep(100);
    expect(await sample("segno_database_connections", { state: "open" })).toBeGreaterThanOrEqual(1);
    await held;
  });
});

it("B440: every label's values come from a table, whatever people named and however much there is", async () => {
  const samples = (await read()).filter(({ name }) => name.startsWith("segno_"));
  const values = new Map<string, Set<string>>();
  for (const { labels } of samples)
    for (const [label, value] of Object.entries(labels)) values.set(label, (values.get(label) ?? new Set()).add(value));
  expect([...values.keys()].sort()).toEqual(
    ["call", "event", "function", "lane", "le", "outcome", "stage", "state", "what", "work"].sort(),
  );
  const all = [...values].filter(([label]) => label !== "le").flatMap(([, found]) => [...found]);
  expect(all.filter((value) => !/^[A-Za-z]+([./_-][a-z]+)*$/.test(value))).toEqual([]);
  expect([...(values.get("event") ?? [])].sort()).toEqual(Object.keys(queueEventSchemas).sort());
  expect(samples.length).toBeLessThan(400);
});

describe("B441: who may read the figures", () => {
  const status = async (headers: Record<string, string>) => (await ask(headers)).status;

  it("without a token: this machine, and nobody who came through a proxy or under another name", async () => {
    expect(await status(HERE)).toBe(200);
    expect(await status({ ...HERE, "x-forwarded-for": "::ffff:127.0.0.1" })).toBe(200);
    const strangers: Record<string, string>[] = [
      {},
      { ...HERE, "x-forwarded-for": "10.0.0.7" },
      { ...HERE, "x-forwarded-for": "127.0.0.1, 127.0.0.1" },
      { ...HERE, "x-forwarded-for": "203.0.113.9, 127.0.0.1" },
      { ...HERE, "x-real-ip": "203.0.113.9" },
      { ...HERE, via: "1.1 proxy" },
      { ...HERE, host: "rebound.example" },
      { "x-forwarded-for": "127.0.0.1" },
    ];
    for (const headers of strangers) expect(await status(headers), JSON.stringify(headers)).toBe(401);
    const { app } = services.config;
    const before = app.url;
    app.url = "https://segno.example";
    expect(await status(HERE)).toBe(401);
    app.url = before;
  });

  it("with a token: who brings it, from anywhere, and nobody else", async () => {
    services.config.metricsToken = "a-token-of-some-length";
    try {
      expect(await status({ authorization: "Bearer a-token-of-some-length" })).toBe(200);
      for (const wrong of [
        "",
        "Bearer",
        "Bearer a-token-of-some-lengtH",
        "Bearer a-token",
        "Basic a-token-of-some-length",
      ])
        expect(await status({ ...HERE, authorization: wrong }), wrong).toBe(401);
      const refusal = await ask(HERE);
      expect(await refusal.json()).toMatchObject({ status: 401, reason: "metrics_token" });
    } finally {
      services.config.metricsToken = null;
    }
  });
});

it("B440: a database that is away is a figure, and what the process itself knows is told", async () => {
  const away = buildServices({ ...services.config, database: { url: "postgresql://a:b@127.0.0.1:9/none" } });
  const back = installServices(away);
  const samples = await read();
  expect(readSample(samples, "segno_database_up")).toBe(0);
  expect(samples.map(({ name }) => name)).toContain("segno_live_streams");
  back();
  uninstall = installServices(services);
  await away.close();
});
