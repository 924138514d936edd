import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccountScope } from "@/lib/access/scope";
import { transact } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type Seeded, seedSearch } from "@/lib/testing/search-seed";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import type { EntryKind, Reach } from "./rules";
import { buildByNearWords, buildByWords, findReach, foldQuery } from "./store";
import { findNearWords } from "./words-store";

const KINDS: EntryKind[] = ["song", "project", "tag", "version", "comment"];
/** Of tables that stay small beside the others. */
const SMALL = new Set(["project", "account"]);

let stack: TestStack;
let seeded: Seeded;

beforeAll(async () => {
  stack = await startTestStack();
  const size = { projects: 200, songsEach: 25, commentsEach: 10, people: 40, ownProjects: 4 };
  seeded = await seedSearch(stack.config.database.url, size);
}, 120_000);
afterAll(() => stack.close());

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: PlanNode[];
}

function listScans(node: PlanNode): string[] {
  const own = node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? ""] : [];
  return [...own, ...(node.Plans ?? []).flatMap(listScans)];
}

async function listTablesReadWhole(query: Prisma.Sql): Promise<string[]> {
  const rows = await stack.services.db.$queryRaw<{ "QUERY PLAN": { Plan: PlanNode }[] }[]>(
    Prisma.sql`EXPLAIN (FORMAT JSON) ${query}`,
  );
  const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
  if (!plan) throw new Error("There is no plan.");
  return listScans(plan).filter((table) => !SMALL.has(table));
}

describe("search among many songs and comments", () => {
  it("B290: reads no large table whole, for who sees much and for who sees little, for rare words and for frequent ones", async () => {
    const { db } = stack.services;
    let plans = 0;
    for (const accountId of [seeded.allId, seeded.fewId]) {
      const scope = { accountId } as AccountScope;
      const reach: Reach = await findReach(scope, db);
      expect(reach.projectIds).toHaveLength(accountId === seeded.allId ? 200 : 4);
      for (const text of ["the", "snare", "snare late", "s", "vocasl", "xylophonic", "dreamy", "verse in the chorus"]) {
        const sought = await foldQuery(scope, db, text);
        const choices = await transact(db, (tx) => findNearWords(scope, tx, sought.parts));
        for (const kind of KINDS) {
          const wanted = { kind, scope, reach };
          const queries = [buildByWords(wanted, sought, 60), buildByNearWords(wanted, sought.folded, choices, 60)];
          for (const query of queries) {
            if (!query) continue;
            plans += 1;
            expect(await listTablesReadWhole(query), `${kind} ${text}`).toEqual([]);
          }
        }
      }
    }
    // A letter alone, and a word that is like no other, ask for nothing.
    expect(plans).toBeGreaterThan(130);
  });

  it("B290: rows that were filled at once are those that triggers write", async () => {
    const { db } = stack.services;
    const read = () =>
      db.$queryRaw<{ kind: string; hash: string }[]>`
        SELECT kind::text, md5(string_agg(concat_ws('|', id, project_id, song_id, folded, words), '' ORDER BY id)) AS hash
        FROM search_entry GROUP BY kind ORDER BY kind`;
    const before = await read();
    expect(before).toHaveLength(5);
    for (const sql of [
      "UPDATE project SET name = name",
      "UPDATE song SET name = name",
      "UPDATE version SET note = note",
      "UPDATE tag SET state = state",
      "UPDATE comment SET body = body WHERE id IN (SELECT id FROM comment LIMIT 5000)",
    ]) {
      await db.$executeRawUnsafe(sql);
    }
    expect(await read()).toEqual(before);
  });
});
