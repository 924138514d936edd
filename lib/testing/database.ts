import { inject } from "vitest";
import { copyTemplate, type TestDatabase } from "./database-template";

/** A migrated, empty database of one's own on the server of this test run. */
export function createTestDatabase(): Promise<TestDatabase> {
  return copyTemplate({ url: inject("postgresUrl"), templateName: inject("templateName") });
}
