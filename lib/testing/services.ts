import { composeStack, type TestStack, type TestStackOptions } from "./composition";
import { createTestDatabase } from "./database";
import { makeScratch } from "./scratch";

export type { TestStack } from "./composition";

/** The app's own composition on a database of its own and the real stand-ins, in this process, on free ports. */
export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  return composeStack(await createTestDatabase(), { folder: await makeScratch("segno-stack-"), ...options });
}
