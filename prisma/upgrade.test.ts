import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { readTokenActor } from "@/lib/domains/accounts/tokens/reads";
import { createComment } from "@/lib/domains/comments/commands";
import { listComments } from "@/lib/domains/comments/reads";
import { listProjects } from "@/lib/domains/projects/reads";
import { searchEverything } from "@/lib/domains/search/reads";
import { readShares } from "@/lib/domains/shares/reads";
import { listSongs, readSong } from "@/lib/domains/songs/reads";
import { composeStack, type TestStack } from "@/lib/testing/composition";
import { runSql, withDatabase } from "@/lib/testing/database-template";
import { migrate } from "./migrate";
import { listMigrations, MIGRATIONS_FOLDER } from "./migration-files";

const NAME = "segno_upgrade";
const TABLES = [
  "account",
  "session",
  "api_token",
  "project",
  "song",
  "membership",
  "invite",
  "upload",
  "version",
].concat(["analysis", "tag", "comment", "song_event", "notification", "email", "outbox"]);
const songId = "0192f0c0-0000-7000-8000-000000000006";
const projectId = "0192f0c0-0000-7000-8000-000000000005";
const versionId = "0192f0c0-0000-7000-8000-00000000000d";

let folder: string;
let url: string;
let stack: TestStack;
let olga: PersonActor;
let before: Record<string, Record<string, unknown>[]>;
let after: typeof before;

async function readRows(): Promise<typeof before> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rows: typeof before = {};
    for (const table of TABLES) {
      const order = table === "song_event" ? "song_id, seq" : "id";
      rows[table] = (await client.query<Record<string, unknown>>(`SELECT * FROM "${table}" ORDER BY ${order}`)).rows;
    }
    return rows;
  } finally {
    await client.end();
  }
}

/** The first migration with its band's rows, then everything since, by the very function that a start calls. */
beforeAll(async () => {
  const server = inject("postgresUrl");
  await runSql(server, `CREATE DATABASE ${NAME}`);
  url = withDatabase(server, NAME);
  folder = await mkdtemp(path.join(tmpdir(), "segno-upgrade-"));
  const [first = ""] = await listMigrations();
  for (const entry of [first, "migration_lock.toml"])
    await cp(path.join(MIGRATIONS_FOLDER, entry), path.join(folder, entry), { recursive: true });
  expect(await migrate(url, { folder })).toEqual({ applied: [first] });
  await runSql(url, await readFile(path.join(import.meta.dirname, "upgrade/first-version.sql"), "utf8"));
  before = await readRows();
  const { applied } = await migrate(url);
  expect(applied).toEqual((await listMigrations()).slice(1));
  after = await readRows();
  stack = await composeStack({ url, drop: () => runSql(server, `DROP DATABASE ${NAME} WITH (FORCE)`) });
  const actor = await readTokenActor(stack.services, "segno_a-token-of-the-first-version");
  if (!actor) throw new Error("The token of the first version opens nothing.");
  olga = actor;
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

describe("B450: a database of the first version, brought up to this one in one go", () => {
  it("keeps every row, with what stood in each of its columns that is still there", () => {
    for (const table of TABLES) {
      const [olds = [], news = []] = [before[table], after[table]];
      expect(olds.length, table).toBeGreaterThan(0);
      for (const old of olds) {
        const same = news.find((row) =>
          old["id"] === undefined ? row["seq"] === old["seq"] : row["id"] === old["id"],
        );
        expect(same, `${table} ${String(old["id"])}`).toBeDefined();
        const kept = Object.keys(old).filter((column) => same && column in same);
        expect(kept.length, table).toBeGreaterThan(3);
        for (const column of kept) {
          expect(same?.[column], `${table}.${column}`).toEqual(old[column]);
        }
      }
    }
  });

  it("is read: project, songs of one name, versions with what the old engine measured, comments, people, search", async () => {
    const { services } = stack;
    const page = { limit: 50 };
    expect((await listProjects(services, olga, page)).items).toMatchObject([{ name: "Nightferry", role: "owner" }]);
    const songs = await listSongs(services, olga, projectId, page);
    expect(songs.items.map(({ name }) => name)).toEqual(["Harbour", "Harbour"]);
    const song = await readSong(services, olga, { projectId, songId });
    expect(song.versions.map(({ number, note }) => [number, note]).sort()).toEqual([
      [1, "first take"],
      [2, ""],
    ]);
    const measured = song.versions.find(({ number }) => number === 1);
    expect(measured?.analysis.facts).toMatchObject({ integratedLufs: -9.8, tempo: null, key: null });
    expect(measured?.tags.map(({ name }) => name)).toEqual(["lossless"]);
    const [comment] = (await listComments(services, olga, { projectId, songId }, page)).items;
    expect(comment).toMatchObject({ body: "Louder here, <b>please</b>", startSec: 64.3, author: { name: "Théo 🎸" } });
    expect(comment?.replies).toMatchObject([{ body: "Done" }]);
    const shares = await readShares(services, olga, { projectId });
    expect(JSON.stringify(shares)).toMatch(/Théo 🎸.*lena@example\.com|lena@example\.com.*Théo 🎸/);
    const found = await searchEverything(services, olga, { q: "louder", limit: 20 });
    expect(JSON.stringify(found)).toContain("Louder here");
  });

  it("is written to, as one that began with this version", async () => {
    const made = await createComment(
      stack.services,
      olga,
      { projectId, songId },
      { versionId, body: "New", startSec: 1, endSec: null },
    );
    expect(made).toMatchObject({ body: "New" });
    const { items } = await listComments(stack.services, olga, { projectId, songId }, { limit: 50 });
    expect(items).toHaveLength(2);
  });
});

describe("B128: a database that comes up late", () => {
  it("is waited for with growing pauses, and then brought up to date", async () => {
    const target = new URL(url);
    let late: Server | null = null;
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const address = probe.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await new Promise((resolve) => probe.close(resolve));
    const opening = sleep(700).then(() => {
      late = createServer((socket) => {
        const inner = connect(Number(target.port), target.hostname);
        socket.pipe(inner).pipe(socket);
        for (const one of [socket, inner]) one.on("error", () => one.destroy());
      }).listen(port, "127.0.0.1");
    });
    const through = new URL(url);
    through.port = String(port);
    through.hostname = "127.0.0.1";
    const startedAt = performance.now();
    expect(await migrate(through.toString(), { limitMs: 20_000 })).toEqual({ applied: [] });
    expect(performance.now() - startedAt).toBeGreaterThan(650);
    await opening;
    (late as Server | null)?.close();
  });
});
