import { afterAll, beforeAll, expect, it } from "vitest";
import { Prisma } from "@/lib/db/generated/client";
import { seedSearch } from "@/lib/testing/search-seed";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { buildCounts } from "./counts-store";

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
  await seedSearch(stack.config.database.url, {
    ...{ projects: 50, songsEach: 60, commentsEach: 10, people: 8, ownProjects: 1 },
  });
}, 120_000);
afterAll(() => stack.close());

it("B295: a page of songs counts its own takes and comments, and reads those of no other project", async () => {
  const { db } = stack.services;
  const songs = await db.song.findMany({ select: { id: true }, orderBy: { id: "desc" }, take: 100 });
  const rows = await db.$queryRaw<{ "QUERY PLAN": string }[]>(
    Prisma.sql`EXPLAIN ${buildCounts(songs.map((song) => song.id))}`,
  );
  const plan = rows.map((row) => row["QUERY PLAN"]).join(" ");
  expect(plan).toMatch(/Index (Only )?Scan.* on version|Bitmap/);
  expect(plan).not.toContain("Seq Scan");
});
