import { EventSourceParserStream } from "eventsource-parser/stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { AppError } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { readProjectState } from "@/lib/domains/activity/project-live/reads";
import { type Band, createBand } from "@/lib/domains/projects/band.fixture";
import { deleteSong } from "@/lib/domains/songs/commands";
import { STREAM_PATH } from "@/lib/http/end-stalled";
import { STREAM_LIMITS } from "@/lib/live/stream-registry";
import { buildServices, installServices, type Services } from "@/lib/services";
import { createGuest } from "@/lib/testing/link-builders";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { listSourceFiles } from "@/lib/testing/source-files";
import { GET, HEAD } from "./route";

let stack: TestStack;
let services: Services;
let uninstall: () => void;
let band: Band;
let token: string;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  uninstall = installServices(services);
});
beforeEach(async () => {
  band = await createBand(services);
  token = (await createApiToken(services, band.listener, { name: "test" })).token;
});
afterAll(async () => {
  uninstall();
  await stack.close();
});

type Message = { event: string } & Record<string, unknown>;
const song = () => `song:${band.projectId}:${band.songId}`;
const project = () => `project:${band.projectId}`;

async function open(topics: string[], headers: Record<string, string> = { authorization: `Bearer ${token}` }) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const query = new URLSearchParams({ topics: topics.join(",") });
  const request = new Request(`http://127.0.0.1:3000/api/live?${query}`, { headers, signal: abort.signal });
  const response = await GET(request, { params: Promise.resolve(undefined) });
  if (!response.ok) return { response, abort, next: () => Promise.resolve(undefined), nextOf: never, take: never };
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  const next = async (): Promise<Message | undefined> => {
    const { value } = await reader.read();
    return value && { ...(JSON.parse(value.data) as object), event: value.event ?? "" };
  };
  const take = async (count: number) => {
    const taken: (Message | undefined)[] = [];
    while (taken.length < count) taken.push(await next());
    return taken;
  };
  /** The next of one topic; what comes of the others meanwhile is left out. */
  const nextOf = async (topic: string): Promise<Message | undefined> => {
    for (let message = await next(); message; message = await next()) if (message["topic"] === topic) return message;
    return undefined;
  };
  return { response, abort, next, nextOf, take };
}

const never = (): Promise<never> => Promise.reject(new Error("It was refused."));

function rename(name: string, on: Services = services): Promise<void> {
  return transact(on.db, (tx) => recordSongEvent(tx, band, "song.renamed", { name }, services.clock.now()));
}

describe("the stream of a browser", () => {
  it("B393: carries several topics, each with its name and cursor, and resumes each from its own", async () => {
    await rename("one");
    const state = await readProjectState(services, band.listener, band.projectId);
    await rename("two");
    const stream = await open([`${song()}@1`, `${project()}@${state}`, "notices"]);
    const first = await stream.take(4);
    expect(first).toContainEqual({ event: "ready", topic: song(), cursor: "1", hasGap: false });
    expect(first).toContainEqual(expect.objectContaining({ event: "ready", topic: project(), hasGap: true }));
    expect(first).toContainEqual(expect.objectContaining({ event: "ready", topic: "notices", hasGap: true }));
    const told = { event: "told", topic: song(), cursor: "2", type: "song.renamed", data: { name: "two" } };
    expect(first).toContainEqual(told);
    await rename("𝄋 naïve – 日本");
    const both = await stream.take(2);
    expect(both).toContainEqual(expect.objectContaining({ topic: song(), data: { name: "𝄋 naïve – 日本" } }));
    const changed = both.find((message) => message?.["topic"] === project());
    const known = String(changed?.["cursor"]);
    expect(changed).toMatchObject({ type: "project.changed", data: { state: known, parts: ["songs"] } });
    const again = await open([`${song()}@3`, `${project()}@${known}`]);
    expect((await again.take(2)).map((message) => message?.["hasGap"])).toEqual([false, false]);
  });

  it("B393: Last-Event-ID is one topic's cursor and wins for that one", async () => {
    for (const name of ["one", "two", "three"]) await rename(name);
    const headers = { authorization: `Bearer ${token}`, "last-event-id": `${song()}@2` };
    const stream = await open([`${song()}@0`, "notices"], headers);
    expect(await stream.nextOf(song())).toMatchObject({ event: "ready", cursor: "2" });
    expect(await stream.nextOf(song())).toMatchObject({ event: "told", cursor: "3" });
  });

  it("B394: a topic that is refused says so and leaves the others; where all are, the stream ends", async () => {
    const stranger = `Bearer ${(await createApiToken(services, band.stranger, { name: "test" })).token}`;
    const stream = await open([song(), project(), "notices"], { authorization: stranger });
    const first = await stream.take(3);
    for (const topic of [song(), project()])
      expect(first).toContainEqual(expect.objectContaining({ event: "ended", topic, isRefused: true }));
    expect(first).toContainEqual(expect.objectContaining({ event: "ready", topic: "notices" }));
    const nobody = await open([song(), "notices"], {});
    expect((await nobody.take(2)).map((message) => message?.["isRefused"])).toEqual([true, true]);
    expect(await nobody.next()).toBeUndefined();
    await expect.poll(() => services.live.countStreams()).toBe(1);
  });

  it("B394: a right that is lost ends its topics within a second, told alone, and of them nothing more is said", async () => {
    const other = await createBand(services);
    await services.db.membership.create({
      data: { accountId: band.listener.accountId, projectId: other.projectId, role: "listener" },
    });
    const otherSong = `song:${other.projectId}:${other.songId}`;
    const stream = await open([song(), project(), otherSong, "notices"]);
    await stream.take(4);
    const since = performance.now();
    await services.db.membership.deleteMany({
      where: { accountId: band.listener.accountId, projectId: band.projectId },
    });
    const ended = await stream.take(2);
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(ended.map((message) => message?.event)).toEqual(["ended", "ended"]);
    expect(ended.map((message) => message?.["topic"]).sort()).toEqual([project(), song()].sort());
    await rename("secret");
    const target = { projectId: other.projectId, songId: other.songId };
    const now = services.clock.now();
    await transact(services.db, (tx) => recordSongEvent(tx, target, "song.renamed", { name: "open" }, now));
    expect(await stream.next()).toMatchObject({ event: "told", topic: otherSong });

    const lost = performance.now();
    await services.db.apiToken.updateMany({ where: { accountId: band.listener.accountId }, data: { revokedAt: now } });
    expect((await stream.take(2)).map((message) => message?.event)).toEqual(["ended", "ended"]);
    expect(await stream.next()).toBeUndefined();
    expect(performance.now() - lost).toBeLessThan(1_000);
  });

  it("B394: a deleted song is told, and ended", async () => {
    const stream = await open([song(), "notices"]);
    await stream.take(2);
    await deleteSong(services, band.owner, band);
    expect(await stream.nextOf(song())).toMatchObject({ event: "told", type: "song.deleted" });
    expect(await stream.nextOf(song())).toMatchObject({ event: "ended", isRefused: false });
    const again = await open([song()]);
    expect(await again.next()).toMatchObject({ event: "ended", isRefused: true, reason: "song_not_found" });
  });

  it("B393: carries a guest's song beside the topics of whoever is signed in", async () => {
    const guest = await createGuest(services, { projectId: band.projectId, songId: band.songId });
    const visit = `visit:${guest.params.linkId}:${band.songId}`;
    const stream = await open([visit, "notices"], { ...guest.headers, authorization: `Bearer ${token}` });
    await stream.take(2);
    await rename("for guests");
    expect(await stream.next()).toMatchObject({
      event: "told",
      topic: visit,
      type: "visit.changed",
      data: { part: "song" },
    });
  });

  it("B393: two processes on one database tell the same", async () => {
    const second = buildServices(stack.config, { log: services.log });
    onTestFinished(() => second.close());
    const here = await open([song()]);
    await here.next();
    installServices(second);
    const there = await open([song()]);
    installServices(services);
    await there.next();
    for (const name of ["a", "b"]) await rename(name);
    await rename("c", second);
    expect(await here.take(3)).toEqual(await there.take(3));
  });
});

describe("what is asked for", () => {
  it("B395: is refused by its field when it is no topic, or too many", async () => {
    const id = band.projectId;
    const bad = [
      "",
      "song:1:2",
      "songs",
      `project:${id}@a@b`,
      `project:${id}@<x>`,
      `song:${id}:${id}@x`,
      `notices:${id}`,
    ];
    const many = Array.from({ length: 65 }, (_, i) => `project:${id.slice(0, -2)}${i + 10}`).join(",");
    for (const topics of [...bad, many]) {
      const { response } = await open([topics]);
      expect([topics, response.status]).toEqual([topics, 400]);
      expect(await response.json()).toMatchObject({ fields: [{ field: "topics" }] });
    }
    expect(HEAD().status).toBe(405);
  });

  it("B395: beyond what one may hold open is answered 429 with when to come, until one of them ends", async () => {
    const before = services.live.readStreamFigures();
    const streams = await Promise.all(Array.from({ length: STREAM_LIMITS.person }, () => open(["notices"])));
    expect(streams.map(({ response }) => response.status)).toEqual(streams.map(() => 200));
    const { response } = await open(["notices"]);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("30");
    expect(await response.json()).toMatchObject({ reason: "too_many_streams" });
    streams[0]?.abort.abort();
    await expect.poll(async () => (await open(["notices"])).response.status).toBe(200);
    const after = services.live.readStreamFigures();
    expect(after.refused).toBeGreaterThan(before.refused);
    expect(after.open).toBe(STREAM_LIMITS.person);
  });

  it("B395: a stream that can't be opened takes no place", async () => {
    const away = () => Promise.reject(new AppError("unavailable", "live_unreachable", "Away."));
    installServices({ ...services, live: { ...services.live, subscribe: away } });
    for (let i = 0; i <= STREAM_LIMITS.person; i++) expect((await open(["notices"])).response.status).toBe(503);
    installServices(services);
    expect((await open(["notices"])).response.status).toBe(200);
  });

  it("every route that streams is one whose stalled readers are let go", async () => {
    const routes = listSourceFiles(/\.ts$/).filter(({ path }) => /^app\/api\/.*route\.ts$/.test(path));
    const streaming = routes.filter(({ text }) => /openEvents|streamEvents/.test(text)).map(({ path }) => path);
    expect(streaming.length).toBeGreaterThanOrEqual(5);
    const addresses = streaming.map((path) => path.replace(/^app|\/route\.ts$/g, ""));
    expect(addresses.filter((address) => !STREAM_PATH.test(address))).toEqual([]);
  });
});
