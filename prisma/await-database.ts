import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { AppError } from "@/lib/core/errors";

/** SQLSTATE classes that no waiting cures: wrong password (28), no such database (3D), no permission (42). */
const FINAL = /^(28|3D|42)/;

/**
 * Connects, trying again with growing pauses while the database does not answer (it may be starting).
 * @throws AppError unavailable after `limitMs`, or at once when the database refuses us. Never shows the address.
 */
export async function connectWhenReady(databaseUrl: string, limitMs: number): Promise<pg.Client> {
  const startedMs = performance.now();
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 5_000,
      application_name: "segno-migrate",
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
      const isFinal = FINAL.test(code);
      if (isFinal || performance.now() - startedMs + pauseMs > limitMs)
        throw describeFailure(code, isFinal, limitMs, cause);
      await sleep(pauseMs);
    }
  }
}

function describeFailure(code: string, isFinal: boolean, limitMs: number, cause: unknown): AppError {
  const detail = code === "" ? "" : ` (${code})`;
  const message = isFinal
    ? `The database refuses the connection${detail}. Check user, password and database name in DATABASE_URL.`
    : `The database does not answer within ${Math.round(limitMs / 1_000)} seconds${detail}. Check DATABASE_URL and that the server runs.`;
  return new AppError("unavailable", "database_unavailable", message, { cause });
}
