import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Files whose text decides nothing about what is built. */
const IGNORED = /\.test\.tsx?$|\/generated\/|\.md$/;

/** @param {string} file */
function readOrNull(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** @param {string} entry @returns {string[]} every file at or below it, sorted; none when it is not there */
function listFiles(entry) {
  const stats = statSync(entry, { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [entry];
  const names = readdirSync(entry).sort();
  return names.flatMap((name) => listFiles(path.join(entry, name)));
}

/**
 * One hash over the names and bytes of files and folders.
 * @param {string[]} entries @returns {string} hexadecimal SHA-256
 */
export function hashEntries(entries) {
  const hash = createHash("sha256");
  for (const file of entries.flatMap(listFiles)) {
    if (IGNORED.test(file.replaceAll("\\", "/"))) continue;
    const bytes = readFileSync(file);
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** @param {string} file @returns {string | null} */
export function readText(file) {
  return readOrNull(file)?.toString("utf8") ?? null;
}

/** @param {string} file @param {string} text */
export function writeStamp(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
