import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectClean } from "@/lib/testing/answer-checks";
import { API_CASES } from "@/lib/testing/api-cases";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import type { RouteCall } from "@/lib/testing/call-route";
import { copyTemplate, createTemplate } from "@/lib/testing/database-template";
import { makeScratch } from "@/lib/testing/scratch";
import { startPostgres } from "@/local/postgres/server";
import type { StandIn } from "@/local/stand-in";

/** That the process lives needs no database, and that a stream has nothing for HEAD neither. */
const ASKING = API_CASES.filter(({ operation }) => !/^HEAD |\/health\/live$/.test(operation));

let folder: string;
let postgres: StandIn;
let api: ApiWorld;
const calls = new Map<string, RouteCall>();

/** A server of its own, that goes when everything a call needs is made. */
beforeAll(async () => {
  folder = await makeScratch("segno-away-");
  const login = { user: "segno", password: "segno", database: "segno" };
  postgres = await startPostgres({ folder: path.join(folder, "postgres"), host: "127.0.0.1", port: 0, ...login });
  const database = await copyTemplate({ url: postgres.url, templateName: await createTemplate(postgres.url) });
  api = await openApiWorld({ ...database, drop: () => Promise.resolve() });
  const { target } = await api.createWorld();
  const { actors, stack } = api;
  for (const { operation, prepare } of ASKING)
    calls.set(operation, await prepare({ services: stack.services, actors, target }));
  await postgres.close();
}, 120_000);
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

describe("with the database away", () => {
  it.each(ASKING)("B474: $operation answers that it passes, and when to come again", async ({ operation }) => {
    const answer = await api.call(operation, { token: api.actors.owner.token, ...calls.get(operation) });
    expectClean(answer);
    expect(answer.status).toBe(503);
    if (operation === "GET /api/health/ready") return;
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(answer.json).toMatchObject({ code: "unavailable", reason: "database_down" });
  });
});
