import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startPostgres } from "@/local/postgres/server";

/** Runs `work` on an empty PostgreSQL of its own, which is gone afterwards. */
export async function withScratchDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-scratch-"));
  const postgres = await startPostgres({
    folder,
    host: "127.0.0.1",
    port: 0,
    user: "segno",
    password: "scratch",
    database: "segno",
  });
  try {
    return await work(postgres.url);
  } finally {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  }
}
