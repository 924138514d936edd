import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { renderEnvExample } from "./env-example";

it("keeps .env.example up to date with the table of variables", async () => {
  expect(await readFile(".env.example", "utf8")).toBe(renderEnvExample());
});
