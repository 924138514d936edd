import { afterAll, beforeAll, expect, it } from "vitest";
import type { AccountScope } from "@/lib/access/scope";
import { Prisma } from "@/lib/db/generated/client";
import { buildOwnTakes, buildThreads } from "@/lib/domains/notifications/waiting/store";
import { buildProjectIds, buildSongCounts } from "@/lib/domains/projects/store";
import { type Seeded, seedNotices, seedSearch } from "@/lib/testing/search-seed";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { buildRecent } from "./recent-store";

let stack: TestStack;
let seeded: Seeded;

beforeAll(async () => {
  stack = await startTestStack();
  seeded = await seedSearch(stack.config.database.url, {
    ...{ projects: 100, songsEach: 50, commentsEach: 10, people: 20, ownProjects: 2 },
  });
  await seedNotices(stack.config.database.url, seeded.allId, 5_000);
  await seedNotices(stack.config.database.url, seeded.fewId, 200);
  const { db } = stack.services;
  await db.$executeRaw`
    INSERT INTO analysis (id, version_id, engine, state, waiting_since)
    SELECT gen_random_uuid(), id, '1.0.0', 'done', now() FROM version`;
  await db.$executeRaw`ANALYZE analysis`;
}, 120_000);
afterAll(() => stack.close());

/** Tables that grow with what all bands do. */
const LARGE = /Seq Scan on (song|version|comment|notification|analysis|tag)\b/;

it("B317: Home of somebody in few projects reads no song, take or comment of the others", async () => {
  const { db } = stack.services;
  const scope = { accountId: seeded.fewId } as AccountScope;
  const page = { before: null, take: 201, isArchived: false };
  const projects = await db.$queryRaw<{ id: string }[]>(buildProjectIds(scope, page));
  expect(projects).toHaveLength(2);
  const recent = await db.$queryRaw<{ id: string }[]>(buildRecent(scope, 20));
  expect(recent).toHaveLength(20);
  const since = new Date(0);
  const queries = {
    projects: buildProjectIds(scope, page),
    counts: buildSongCounts(
      scope,
      projects.map(({ id }) => id),
    ),
    recent: buildRecent(scope, 20),
    threads: buildThreads(scope, since, 10),
    takes: buildOwnTakes(scope, since, 10),
  };
  for (const [name, query] of Object.entries(queries)) {
    const rows = await db.$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`EXPLAIN ${query}`);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan, name).not.toMatch(LARGE);
  }
});
