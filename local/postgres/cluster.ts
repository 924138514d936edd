import { execFile } from "node:child_process";
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "@/lib/core/errors";
import type { PostgresBinaries } from "./binaries";
import { giveFolder, type RunAs } from "./run-as";

const run = promisify(execFile);

/** PostgreSQL is told nothing of our environment: its messages and sort order must not depend on who started it. */
export const POSTGRES_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  LC_ALL: "C",
  TZ: "UTC",
  PATH: "/usr/local/bin:/usr/bin:/bin",
};

/**
 * Makes the data folder on first use and checks on later ones that this PostgreSQL can read it.
 * @returns the folder of the cluster, inside `folder`.
 * @throws AppError conflict when another major version made it.
 */
export async function prepareCluster(options: {
  folder: string;
  user: string;
  password: string;
  binaries: PostgresBinaries;
  runAs: RunAs;
}): Promise<string> {
  const { folder, binaries, runAs } = options;
  const cluster = path.join(folder, "cluster");
  const found = await readMajor(cluster);
  if (found === null) await initialize(cluster, options);
  else checkMajor(cluster, found, await askMajor(binaries, runAs));
  await giveFolder(cluster, runAs);
  return cluster;
}

async function readMajor(cluster: string): Promise<number | null> {
  try {
    return Number.parseInt(await readFile(path.join(cluster, "PG_VERSION"), "utf8"), 10);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

async function askMajor(binaries: PostgresBinaries, runAs: RunAs): Promise<number> {
  const { file, args, ids } = runAs.command(binaries.postgres, ["--version"]);
  const { stdout } = await run(file, args, { ...ids, env: POSTGRES_ENVIRONMENT, cwd: "/" });
  return Number(/(\d+)(\.\d+)?/.exec(stdout)?.[1]);
}

function checkMajor(cluster: string, found: number, own: number): void {
  if (found === own) return;
  const cure =
    found > own
      ? "Use the Segno that made it, or a newer one."
      : `Dump it with PostgreSQL ${found} and restore it into an empty data folder.`;
  throw new AppError(
    "conflict",
    "other_postgres_version",
    `The database in ${cluster} was made by PostgreSQL ${found}, and this Segno brings PostgreSQL ${own}. ${cure}`,
  );
}

/** Made beside its place and moved there whole, so that a start that was killed leaves no half-made cluster. */
async function initialize(
  cluster: string,
  options: { user: string; password: string; binaries: PostgresBinaries; runAs: RunAs },
): Promise<void> {
  const { binaries, runAs } = options;
  const half = `${cluster}.unfinished`;
  const passwordFile = `${cluster}.password`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true, mode: 0o700 });
  await chmod(half, 0o700);
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  try {
    await giveFolder(half, runAs);
    if (runAs.owner !== null) await chown(passwordFile, runAs.owner.uid, runAs.owner.gid);
    const { file, args, ids } = runAs.command(binaries.initdb, [
      `--pgdata=${half}`,
      `--username=${options.user}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ]);
    await run(file, args, { ...ids, env: POSTGRES_ENVIRONMENT, cwd: "/" });
    await rename(half, cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}
