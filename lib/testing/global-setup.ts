import { rm } from "node:fs/promises";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres } from "@/local/postgres/server";
import { createTemplate, spareTheDisk } from "./database-template";
import { makeScratch } from "./scratch";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    templateName: string;
  }
}

/** One PostgreSQL for the whole run: the one named by SEGNO_TEST_DATABASE_URL, or a fresh stand-in. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.SEGNO_TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => undefined } : await startOwn();
  const templateName = await createTemplate(server.url);
  project.provide("postgresUrl", server.url);
  project.provide("templateName", templateName);
  return server.stop;
}

async function startOwn(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await makeScratch("segno-postgres-");
  const postgres = await startPostgres({
    folder: path.join(folder, "data"),
    host: "127.0.0.1",
    port: 0,
    user: "segno",
    password: "segno",
    database: "segno",
  });
  await spareTheDisk(postgres.url);
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
