import { EventSourceParserStream } from "eventsource-parser/stream";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { transact } from "@/lib/db/client";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import { pruneSongEvents, recordSongEvent } from "@/lib/domains/activity/commands";
import { addMember, type Band, createBand, createPerson } from "@/lib/domains/projects/band.fixture";
import { deleteProject } from "@/lib/domains/projects/commands";
import { deleteSong } from "@/lib/domains/songs/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { GET, HEAD } from "./route";

const SLOT = Symbol.for("segno.services");
let stack: TestStack;
let services: Services;
let band: Band;
let token: string;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  (globalThis as Record<symbol, unknown>)[SLOT] = services;
});
beforeEach(async () => {
  band = await createBand(services);
  token = (await createApiToken(services, band.listener, { name: "test" })).token;
});
afterAll(async () => {
  await stack.close();
  delete (globalThis as Record<symbol, unknown>)[SLOT];
});

interface Message {
  event?: string | undefined;
  id?: string | undefined;
  data: string;
}

async function open(options: { after?: number; lastEventId?: number; token?: string } = {}) {
  const abort = new AbortController();
  const url = new URL(`http://127.0.0.1:3000/api/projects/${band.projectId}/songs/${band.songId}/events`);
  if (options.after !== undefined) url.searchParams.set("after", String(options.after));
  const headers: Record<string, string> = { authorization: `Bearer ${options.token ?? token}` };
  if (options.lastEventId !== undefined) headers["last-event-id"] = String(options.lastEventId);
  const params = Promise.resolve({ projectId: band.projectId, songId: band.songId });
  const response = await GET(new Request(url, { headers, signal: abort.signal }), { params });
  if (response.status !== 200) return { response, abort, next: async () => undefined, cancel: async () => undefined };
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  const next = async (): Promise<Message | undefined> => (await reader.read()).value;
  return { response, abort, next, cancel: () => reader.cancel() };
}

function rename(name: string): Promise<void> {
  return transact(services.db, (tx) => recordSongEvent(tx, band, "song.renamed", { name }, services.clock.now()));
}

describe("a song's live stream", () => {
  it("B106: says first where it resumes, then tells what happens, each with its number", async () => {
    await rename("before");
    const stream = await open();
    expect(stream.response.headers.get("content-type")).toContain("text/event-stream");
    expect(stream.response.headers.get("cache-control")).toContain("no-transform");
    expect(stream.response.headers.get("x-accel-buffering")).toBe("no");
    const ready = await stream.next();
    expect(ready).toMatchObject({ event: "ready", id: "1" });
    expect(JSON.parse(ready?.data ?? "")).toEqual({ resumedFrom: 1, head: 1, hasGap: false });
    const told = stream.next();
    await rename("𝄋 naïve – 日本");
    expect(await told).toEqual({ event: "song.renamed", id: "2", data: '{"name":"𝄋 naïve – 日本"}' });
    await stream.cancel();
  });

  it("B104, B109: replays what came after Last-Event-ID, which wins over the query, and goes on live", async () => {
    for (const name of ["a", "b", "c"]) await rename(name);
    const stream = await open({ lastEventId: 1, after: 0 });
    expect(JSON.parse((await stream.next())?.data ?? "")).toEqual({ resumedFrom: 1, head: 3, hasGap: false });
    expect((await stream.next())?.id).toBe("2");
    expect((await stream.next())?.id).toBe("3");
    await rename("d");
    expect((await stream.next())?.id).toBe("4");
    await stream.cancel();
  });

  it("tells of a gap: a number from the future, too long ago, or one whose events are gone", async () => {
    for (const name of ["a", "b", "c"]) await rename(name);
    const ready = async (after: number) => {
      const stream = await open({ after });
      const first = JSON.parse((await stream.next())?.data ?? "") as object;
      await stream.cancel();
      return first;
    };
    expect(await ready(99)).toEqual({ resumedFrom: 3, head: 3, hasGap: true });
    await services.db.songEvent.deleteMany({ where: { songId: band.songId, seq: 2 } });
    expect(await ready(1)).toEqual({ resumedFrom: 3, head: 3, hasGap: true });
    await services.db.song.update({ where: { id: band.songId }, data: { eventSeq: 5000 } });
    expect(await ready(3)).toEqual({ resumedFrom: 5000, head: 5000, hasGap: true });
  });

  it("tells of a gap when what was missed is forgotten by now", async () => {
    await rename("old");
    stack.clock.advance(8 * 86_400_000);
    expect(await pruneSongEvents(services, systemScope)).toBeGreaterThan(0);
    await services.db.session.updateMany({ data: { expiresAt: new Date("2100-01-01") } });
    const stream = await open({ after: 0 });
    expect(JSON.parse((await stream.next())?.data ?? "")).toEqual({ resumedFrom: 1, head: 1, hasGap: true });
    await stream.cancel();
    stack.clock.set(new Date());
  });

  it("tells two transactions in the order of their numbers, although the first commits late", async () => {
    const stream = await open();
    await stream.next();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let took: () => void = () => undefined;
    const hasTaken = new Promise<void>((resolve) => {
      took = resolve;
    });
    const first = transact(services.db, async (tx) => {
      await recordSongEvent(tx, band, "song.renamed", { name: "first" }, services.clock.now());
      took();
      await held;
    });
    await hasTaken;
    const second = rename("second");
    setTimeout(release, 100);
    await Promise.all([first, second]);
    expect((await stream.next())?.data).toContain("first");
    expect((await stream.next())?.data).toContain("second");
    await stream.cancel();
  });

  it("loses and doubles nothing over reconnects in the midst of writing", async () => {
    const writing = (async () => {
      for (let i = 1; i <= 60; i++) await rename(`n${i}`);
    })();
    const seen: number[] = [];
    while (seen.length < 60) {
      const stream = await open({ lastEventId: seen.at(-1) ?? 0 });
      await stream.next();
      for (let i = 0; i < 7 && seen.length < 60; i++) seen.push(Number((await stream.next())?.id));
      stream.abort.abort();
    }
    await writing;
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  it("B108: opens for members only, and closes within two seconds when the right, the token or the project goes", async () => {
    const stranger = (await createApiToken(services, band.stranger, { name: "test" })).token;
    expect((await open({ token: stranger })).response.status).toBe(404);
    expect((await open({ token: "segno_nonsense-nonsense-nonsense" })).response.status).toBe(401);

    const lose = [
      () => services.db.membership.deleteMany({ where: { accountId: band.listener.accountId } }),
      () =>
        services.db.apiToken.updateMany({
          where: { accountId: band.listener.accountId },
          data: { revokedAt: new Date() },
        }),
      () => deleteProject(services, band.owner, band.projectId),
    ];
    for (const [i, take] of lose.entries()) {
      if (i > 0) {
        band = await createBand(services);
        token = (await createApiToken(services, band.listener, { name: "test" })).token;
      }
      const stream = await open();
      await stream.next();
      const since = performance.now();
      await take();
      expect(await stream.next()).toBeUndefined();
      expect(performance.now() - since).toBeLessThan(2_000);
    }
  });

  it("B108: tells one who lost the right nothing more, not even what is committed at once after", async () => {
    const stream = await open();
    await stream.next();
    await services.db.membership.deleteMany({ where: { accountId: band.listener.accountId } });
    await rename("secret");
    expect(await stream.next()).toBeUndefined();
  });

  it("goes on for one who has the song by itself, and ends with the song", async () => {
    const guest = await createPerson(services, "Guest");
    await addMember(services, guest, { songId: band.songId }, "listener");
    const stream = await open({ token: (await createApiToken(services, guest, { name: "test" })).token });
    await stream.next();
    await rename("still here");
    expect((await stream.next())?.event).toBe("song.renamed");
    await deleteSong(services, band.owner, band);
    expect((await stream.next())?.event).toBe("song.deleted");
    expect(await stream.next()).toBeUndefined();
  });

  it("B105: leaves nothing behind, whichever side ends it; a HEAD opens none", async () => {
    expect(HEAD().status).toBe(405);
    expect(services.live.countStreams()).toBe(0);
    const cancelled = await open();
    const aborted = await open();
    expect(services.live.countStreams()).toBe(2);
    await cancelled.cancel();
    aborted.abort.abort();
    await expect.poll(() => services.live.countStreams()).toBe(0);
  });

  it("heals when the connection for hints is cut", async () => {
    const stream = await open();
    await stream.next();
    const client = new Client({ connectionString: stack.config.database.url });
    await client.connect();
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'segno-live' AND datname = current_database()",
    );
    await client.end();
    await rename("while away");
    expect((await stream.next())?.data).toContain("while away");
    await stream.cancel();
  });

  it("ends every stream when the process stops, and those that come after", async () => {
    const own = await startTestStack();
    (globalThis as Record<symbol, unknown>)[SLOT] = own.services;
    try {
      band = await createBand(own.services);
      token = (await createApiToken(own.services, band.listener, { name: "test" })).token;
      const stream = await open();
      await stream.next();
      await own.services.live.closeAllStreams();
      expect(await stream.next()).toBeUndefined();
      expect(await (await open()).next()).toBeUndefined();
    } finally {
      (globalThis as Record<symbol, unknown>)[SLOT] = services;
      await own.close();
    }
  });
});
