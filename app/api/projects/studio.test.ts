import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import type { ProjectView } from "@/lib/domains/projects/schema";
import type { SongItem, SongView } from "@/lib/domains/songs/schema";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import * as home from "../home/route";
import * as project from "./[projectId]/route";
import * as comments from "./[projectId]/songs/[songId]/comments/route";
import * as song from "./[projectId]/songs/[songId]/route";
import * as uploads from "./[projectId]/songs/[songId]/uploads/route";
import * as peaks from "./[projectId]/songs/[songId]/versions/[versionId]/peaks/route";
import * as version from "./[projectId]/songs/[songId]/versions/[versionId]/route";
import * as songs from "./[projectId]/songs/route";
import * as projects from "./route";

const SLOT = Symbol.for("segno.services");
let stack: TestStack;
let services: Services;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  (globalThis as Record<symbol, unknown>)[SLOT] = services;
  band = await createBand(services);
});
afterAll(async () => {
  await stack.close();
  delete (globalThis as Record<symbol, unknown>)[SLOT];
});

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

async function call<T>(
  actor: PersonActor | null,
  handler: Handler,
  params: Record<string, string>,
  options: { body?: unknown; query?: string; headers?: Record<string, string>; method?: string } = {},
): Promise<{ status: number; body: T; headers: Headers }> {
  const headers = new Headers(options.headers);
  if (actor) headers.set("authorization", `Bearer ${(await createApiToken(services, actor, { name: "t" })).token}`);
  const init: RequestInit = { headers, method: options.method ?? (options.body === undefined ? "GET" : "POST") };
  if (options.body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(options.body);
  }
  const url = `http://127.0.0.1:3000/api/x${options.query ?? ""}`;
  const response = await handler(new Request(url, init), { params: Promise.resolve(params) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
}

function songOf({ projectId, songId }: Band) {
  return { projectId, songId };
}

async function makeProject(actor: PersonActor, name: string): Promise<ProjectView> {
  const { status, body } = await call<ProjectView>(actor, projects.POST, {}, { body: { name } });
  expect(status).toBe(201);
  return body;
}

async function makeSong(actor: PersonActor, projectId: string, name: string): Promise<SongView> {
  const { status, body } = await call<SongView>(actor, songs.POST, { projectId }, { body: { name } });
  expect(status).toBe(201);
  return body;
}

describe("names are shown, never matched", () => {
  it("B1, B2, B3: the same names for projects and songs of one owner are different things", async () => {
    const [one, two] = [await makeProject(band.owner, "Album"), await makeProject(band.owner, "Album")];
    expect(one.id).not.toBe(two.id);
    const made = [
      await makeSong(band.owner, one.id, "Intro"),
      await makeSong(band.owner, one.id, "Intro"),
      await makeSong(band.owner, two.id, "Intro"),
    ];
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
    const tones = await Promise.all(
      made.map((item, i) => uploadFile(services, band.owner, { ...item, songId: item.id }, makeWav(0.1, 200 + i))),
    );
    for (const [i, item] of made.entries()) {
      const { body } = await call<SongView>(band.owner, song.GET, { projectId: item.projectId, songId: item.id });
      expect(body.versions.map(({ id }) => id)).toEqual([tones[i]?.version?.id]);
    }
  });

  it("B4: another person's project of the same name is never touched, and its owner hears nothing", async () => {
    const other = await createPerson(services, "Other");
    const mine = await makeProject(other, "Album");
    const item = await makeSong(other, mine.id, "First song");
    await uploadFile(services, other, { projectId: mine.id, songId: item.id }, makeWav(0.1));
    const { body } = await call<SongView>(band.owner, song.GET, songOf(band));
    expect(body.versions).toEqual([]);
    expect(await services.db.notification.count({ where: { readerId: band.owner.accountId } })).toBe(0);
  });

  it("B6: names in any script come back exactly as they were given", async () => {
    const names = ["Café", "Cafe\u0301", "CAFÉ", "🎸🔥", "שיר ראשון", "x".repeat(200), "a  b"];
    for (const name of names) {
      const item = await makeSong(band.owner, band.projectId, name);
      const { body } = await call<SongView>(band.owner, song.GET, { projectId: band.projectId, songId: item.id });
      expect(body.name).toBe(name);
    }
  });

  it("refuses a name that is empty, too long or broken, naming the field", async () => {
    for (const name of ["", "   ", "x".repeat(201), "a\nb", 5]) {
      const { status, body } = await call(band.owner, projects.POST, {}, { body: { name } });
      expect(status).toBe(400);
      expect(body).toMatchObject({ fields: [{ field: "name" }] });
    }
  });
});

describe("who sees what", () => {
  it("nobody signed in gets 401, a stranger 404, a weak role 403", async () => {
    const target = { projectId: band.projectId, songId: band.songId };
    expect((await call(null, project.GET, target)).status).toBe(401);
    for (const handler of [project.GET, song.GET, songs.GET, comments.GET]) {
      expect((await call(band.stranger, handler, target)).status).toBe(404);
    }
    const body = { name: "Renamed" };
    expect((await call(band.listener, project.PATCH, target, { body, method: "PATCH" })).status).toBe(403);
    expect((await call(band.listener, song.PATCH, target, { body, method: "PATCH" })).status).toBe(403);
    expect((await call(band.editor, project.DELETE, target, { method: "DELETE" })).status).toBe(403);
    expect((await call(band.editor, song.DELETE, target, { method: "DELETE" })).status).toBe(403);
    expect((await call(band.commenter, songs.POST, target, { body })).status).toBe(403);
    const upload = { fileName: "a.wav", sizeBytes: 10, idempotencyKey: "12345678" };
    expect((await call(band.commenter, uploads.POST, target, { body: upload })).status).toBe(403);
    expect((await call(band.owner, song.GET, { ...target, songId: "nonsense" })).status).toBe(404);
    expect((await call(band.owner, song.GET, { ...target, songId: createId() })).status).toBe(404);
  });

  it("ids of one project do not open another's through a door of one's own", async () => {
    const other = await createBand(services);
    const mixed = { projectId: band.projectId, songId: other.songId };
    expect((await call(band.owner, song.GET, mixed)).status).toBe(404);
    const { version: made } = await uploadFile(services, other.owner, other, makeWav(0.1));
    const borrowed = { projectId: band.projectId, songId: band.songId, versionId: made?.id ?? "" };
    expect((await call(band.owner, version.GET, borrowed)).status).toBe(404);
    expect((await call(band.owner, version.DELETE, borrowed, { method: "DELETE" })).status).toBe(404);
    expect((await call(band.owner, peaks.GET, borrowed)).status).toBe(404);
  });

  it("B21: one with single songs of a project sees these and its name, nothing else", async () => {
    const guest = await createPerson(services, "Guest");
    const item = await makeSong(band.owner, band.projectId, "Shared one");
    await addMember(services, guest, { songId: item.id }, "commenter");
    const list = await call<{ items: ProjectView[] }>(guest, projects.GET, {});
    expect(list.body.items).toMatchObject([{ id: band.projectId, role: null, songCount: 1 }]);
    const seen = await call<{ items: SongItem[] }>(guest, songs.GET, { projectId: band.projectId });
    expect(seen.body.items.map(({ id }) => id)).toEqual([item.id]);
    expect((await call(guest, song.GET, songOf(band))).status).toBe(404);
    expect((await call(guest, songs.POST, { projectId: band.projectId }, { body: { name: "x" } })).status).toBe(403);
    const start = await call<{ songs: SongItem[] }>(guest, home.GET, {});
    expect(start.body.songs.map(({ id }) => id)).toEqual([item.id]);
  });

  it("home shows what changed last first, over all projects", async () => {
    const player = await createPerson(services, "Player");
    const one = await makeProject(player, "One");
    const two = await makeProject(player, "Two");
    stack.clock.advance(1000);
    const first = await makeSong(player, one.id, "first");
    stack.clock.advance(1000);
    const second = await makeSong(player, two.id, "second");
    stack.clock.advance(1000);
    await uploadFile(services, player, { projectId: one.id, songId: first.id }, makeWav(0.1));
    const { body } = await call<{ songs: SongItem[] }>(player, home.GET, {});
    expect(body.songs.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(body.songs[0]).toMatchObject({ projectName: "One", versionCount: 1, latest: { number: 1 } });
  });
});

describe("lists and changes", () => {
  it("come page by page, newest first, each once", async () => {
    const player = await createPerson(services, "Lister");
    const { id: projectId } = await makeProject(player, "Long");
    for (let i = 0; i < 5; i++) await makeSong(player, projectId, `song ${i}`);
    const names: string[] = [];
    let query = "?limit=2";
    for (;;) {
      const { body } = await call<{ items: SongItem[]; nextCursor: string | null }>(
        player,
        songs.GET,
        { projectId },
        { query },
      );
      names.push(...body.items.map((item) => item.name));
      if (!body.nextCursor) break;
      query = `?limit=2&cursor=${body.nextCursor}`;
    }
    expect(names).toEqual(["song 4", "song 3", "song 2", "song 1", "song 0"]);
    expect((await call(player, songs.GET, { projectId }, { query: "?cursor=rubbish" })).status).toBe(400);
    expect((await call(player, songs.GET, { projectId }, { query: "?limit=9999" })).status).toBe(400);
  });

  it("a deleted song or project is gone for everybody, and deleting again finds nothing", async () => {
    const { id: projectId } = await makeProject(band.owner, "Short-lived");
    const item = await makeSong(band.owner, projectId, "Short");
    const target = { projectId, songId: item.id };
    expect((await call(band.owner, song.DELETE, target, { method: "DELETE" })).status).toBe(204);
    expect((await call(band.owner, song.DELETE, target, { method: "DELETE" })).status).toBe(404);
    expect((await call(band.owner, song.GET, target)).status).toBe(404);
    expect((await call(band.owner, project.DELETE, target, { method: "DELETE" })).status).toBe(204);
    expect((await call(band.owner, project.GET, target)).status).toBe(404);
  });

  it("a waveform is answered once and then known by its tag", async () => {
    const { version: made } = await uploadFile(services, band.editor, band, makeWav(0.3));
    const target = { projectId: band.projectId, songId: band.songId, versionId: made?.id ?? "" };
    expect((await call(band.listener, peaks.GET, target)).status).toBe(409);
    const { measureVersion } = await import("@/lib/domains/versions/analysis/commands");
    const { systemScope } = await import("@/lib/access/system-scope");
    await measureVersion(services, systemScope, target);
    const first = await call(band.listener, peaks.GET, target);
    expect(first.status).toBe(200);
    expect(first.headers.get("cache-control")).toContain("private");
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    expect((await call(band.listener, peaks.GET, target, { headers })).status).toBe(304);
    expect((await call(band.listener, peaks.GET, target, { query: "?layer=nope" })).status).toBe(400);
  });
});
