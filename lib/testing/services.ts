import { composeStack, type TestStack, type TestStackOptions } from "./composition";
import { createTestDatabase } from "./database";
import type { TestDatabase } from "./database-template";
import { makeScratch } from "./scratch";

export type { TestStack } from "./composition";

/** The app's own composition on a database of its own and the real stand-ins, in this process, on free ports. */
export async function startTestStack({
  database,
  ...options
}: TestStackOptions & { database?: TestDatabase } = {}): Promise<TestStack> {
  const folder = await makeScratch("segno-stack-");
  return composeStack(database ?? (await createTestDatabase()), { folder, ...options });
}
