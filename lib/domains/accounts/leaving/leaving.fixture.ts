import { expect } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import type { Db, Tx } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { readMailedSecret } from "@/lib/testing/mailbox";
import type { TestStack } from "@/lib/testing/services";
import { askDeletion } from "./commands";
import type { ProjectPlan } from "./schema";

/** Asks for the end of an account, and answers the mailed secret. */
export async function askToLeave(stack: TestStack, person: PersonActor, projects: ProjectPlan = []): Promise<string> {
  await askDeletion(stack.services, person, { projects });
  return await readMailedSecret(stack, person.email, "goodbye");
}

/** Every column that holds text in which it is found, as "table.column". */
export async function findEverywhere(db: Db, needle: string): Promise<string[]> {
  const columns = await db.$queryRaw<{ name: string; column: string }[]>`
    SELECT c.table_name AS name, c.column_name AS column FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('text', 'character varying', 'character', 'jsonb', 'json', 'tsvector', 'ARRAY')
    ORDER BY 1, 2`;
  expect(columns.length).toBeGreaterThan(50);
  const found: string[] = [];
  for (const { name, column } of columns) {
    const [row] = await db.$queryRawUnsafe<{ count: bigint }[]>(
      `SELECT count(*) AS count FROM "${name}" WHERE strpos(lower("${column}"::text), lower($1)) > 0`,
      needle,
    );
    if (row?.count) found.push(`${name}.${column}`);
  }
  return found;
}

/** The same services, whose connection is cut at the `step`th statement of a transaction. */
export function dieAt(real: Services, step: number): Services {
  let count = 0;
  const cut = () => {
    count += 1;
    if (count === step) throw new Error("the process died here");
  };
  const wrap = <T extends object>(target: T, depth: number): T =>
    new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name);
        if (typeof value === "function") {
          const call = value as (...given: unknown[]) => unknown;
          return (...given: unknown[]) => {
            cut();
            return call.apply(object, given);
          };
        }
        return depth > 0 && typeof value === "object" && value !== null ? wrap(value, depth - 1) : value;
      },
    });
  const db = new Proxy(real.db, {
    get: (object, name) => {
      if (name !== "$transaction") return Reflect.get(object, name) as unknown;
      return (work: (tx: Tx) => Promise<unknown>) => object.$transaction((tx) => work(wrap(tx, 1)));
    },
  });
  return { ...real, db };
}
