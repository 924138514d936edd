import { readdir } from "node:fs/promises";
import path from "node:path";
import pg from "pg";

interface Stopped {
  /** To be written as `backup_label` into the copy. */
  label: string;
  /** Files of `pg_wal` that the copy needs. */
  walFiles: string[];
}

/**
 * PostgreSQL's low-level base backup (manual, 25.3.3): between `begin` and `stop` its files are copied while they change; its
 * log of that time makes them whole again at the next start. The copy is the database as it was at `stop`.
 */
export class BaseBackup {
  private constructor(
    private readonly client: pg.Client,
    private readonly cluster: string,
    private readonly startFile: string,
  ) {}

  /** @param cluster the folder of the server at `databaseUrl` */
  static async begin(databaseUrl: string, cluster: string): Promise<BaseBackup> {
    const client = new pg.Client({ connectionString: databaseUrl });
    // A server that ends is noticed by the query that fails.
    client.on("error", () => undefined);
    await client.connect();
    try {
      // Without it, log files that the copy needs might be used again. It goes with the connection.
      await client.query("SELECT pg_create_physical_replication_slot('segno_backup_' || pg_backend_pid(), true, true)");
      const { rows } = await client.query<{ name: string }>(
        "SELECT pg_walfile_name(pg_backup_start('segno', true)) AS name",
      );
      return new BaseBackup(client, cluster, rows[0]?.name ?? "");
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** What was committed before is in the copy; what is committed after is not. */
  async stop(): Promise<Stopped> {
    const { rows } = await this.client.query<{ label: string; last: string }>(
      "SELECT labelfile AS label, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)",
    );
    const { label = "", last = "" } = rows[0] ?? {};
    const names = await readdir(path.join(this.cluster, "pg_wal"));
    const isNeeded = (name: string) => /^[0-9A-F]{24}$/.test(name) && name >= this.startFile && name <= last;
    return { label, walFiles: names.filter(isNeeded).sort() };
  }

  /** The log files are kept until now. */
  async close(): Promise<void> {
    await this.client.end();
  }
}
