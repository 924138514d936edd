import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { listProjects } from "@/lib/domains/projects/reads";
import { searchEverything } from "@/lib/domains/search/reads";
import { listSongs, readHome } from "@/lib/domains/songs/reads";
import type { Services } from "@/lib/services";
import { composeStack } from "@/lib/testing/composition";
import { copyTemplate, createTemplate } from "@/lib/testing/database-template";
import { type SearchSize, type Seeded, seedNotices, seedSearch } from "@/lib/testing/search-seed";
import { startPostgres } from "@/local/postgres/server";
import { percentile, type Row } from "./row";

const SIZE: SearchSize = { projects: 1_000, songsEach: 100, commentsEach: 10, people: 200, ownProjects: 10 };
const LONG_LIST: SearchSize = { projects: 1, songsEach: 10_000, commentsEach: 3, people: 4, ownProjects: 1 };
/** Ten projects of a thousand songs: 10,000 songs, 100,000 comments, all of them open to the reader. */
const HOME: SearchSize = { projects: 10, songsEach: 1_000, commentsEach: 10, people: 20, ownProjects: 5 };
/** Frequent and rare words, several, beginnings, typing errors, tags, names, what is nowhere. */
const TEXTS = [
  ...["the", "snare", "snare late", "vocals louder in the chorus", "no", "s", "rever", "reverbb", "vocasl", "chorsu"],
  ...[
    "dreamy",
    "late night",
    "demo",
    "bridge",
    "tempo click",
    "xylophonic",
    "hlgnk",
    "kick verse drums",
    "intro mix",
    "東京",
  ],
];
const ROUNDS = 10;

/** As the app calls it, without HTTP: search among 100,000 songs and 1,000,000 comments, a project of 10,000 songs, and Home. */
export async function measureSearch(): Promise<Row[]> {
  const found = await withSeeded(SIZE, async (services, { allId, fewId }) => [
    row("sees-all-of-1m-comments-p95", await measureTexts(services, allId), "≤ 100"),
    row("sees-1-percent-of-them-p95", await measureTexts(services, fewId), "≤ 100"),
  ]);
  const listed = await withSeeded(LONG_LIST, async (services, { allId }) => {
    const project = await services.db.project.findFirstOrThrow({ select: { id: true } });
    const list = () => listSongs(services, actAs(allId), project.id, { limit: 100 });
    return [row("first-page-of-10000-songs-p95", await measure(list, 100), "≤ 50")];
  });
  const home = await withSeeded(HOME, async (services, { allId }) => {
    await seedNotices(services.config.database.url, allId, 20_000);
    const read = () => readWholeHome(services, allId);
    return [row("home-of-10000-songs-100000-comments-p95", await measure(read, 100), "≤ 50")];
  });
  return [...found, ...listed, ...home];
}

async function withSeeded(
  size: SearchSize,
  work: (services: Services, seeded: Seeded) => Promise<Row[]>,
): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-search-"));
  const user = { user: "segno", password: "segno", database: "segno" };
  const postgres = await startPostgres({ folder, host: "127.0.0.1", port: 0, ...user });
  try {
    const database = await copyTemplate({ url: postgres.url, templateName: await createTemplate(postgres.url) });
    const seeded = await seedSearch(database.url, size);
    const stack = await composeStack(database);
    try {
      return await work(stack.services, seeded);
    } finally {
      await stack.close();
    }
  } finally {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the page of Home reads, by a reader who was told of the newest 20,000 comments and has seen half of them. */
async function readWholeHome(services: Services, accountId: string): Promise<void> {
  const actor = actAs(accountId);
  await Promise.all([
    readHome(services, actor),
    readNotifications(services, actor, { limit: 200, unseen: "yes" }),
    listProjects(services, actor, { limit: 200 }),
  ]);
}

async function measureTexts(services: Services, accountId: string): Promise<number[]> {
  const actor = actAs(accountId);
  let next = 0;
  const search = () => searchEverything(services, actor, { q: TEXTS[next++ % TEXTS.length] ?? "", limit: 5 });
  return await measure(search, TEXTS.length * ROUNDS);
}

async function measure(act: () => Promise<unknown>, count: number): Promise<number[]> {
  // The first ones only warm up.
  for (let i = 0; i < TEXTS.length; i++) await act();
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    await act();
    times.push(performance.now() - startedAt);
  }
  return times;
}

function row(name: string, times: number[], target: string): Row {
  const reference = { name: "the median of the same", value: percentile(times, 0.5) };
  return { name: `search/${name}`, value: percentile(times, 0.95), unit: "ms", reference, target };
}

function actAs(accountId: string): PersonActor {
  const credentialId = createId();
  return { kind: "session", accountId, name: "", email: "", isVerified: true, isAdmin: false, credentialId };
}
