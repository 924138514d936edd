import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { DATA_FORMAT, isErrorCode, writeDurably } from "../supervisor/data-folder";

/** What the name of a backup ends with until it is whole. */
export const UNFINISHED = ".unfinished";

/** Counts up when an older Segno could no longer restore what this one writes. */
const BACKUP_FORMAT = 1;
const FILE = "manifest.json";
const SEAL = "manifest.sha256";

const relativePath = z.string().refine((value) => !path.isAbsolute(value) && !value.split("/").includes(".."));
const manifestShape = z.object({
  format: z.int().positive(),
  dataFormat: z.int().positive(),
  /** Version of the Segno that wrote it. */
  product: z.string(),
  /** ISO: all parts are as they were then. */
  takenAt: z.string(),
  /** Parts that the backup holds; the others were configured elsewhere. */
  parts: z.array(z.enum(["postgres", "s3", "inngest", "mail"])),
  folders: z.array(relativePath),
  files: z.array(z.object({ path: relativePath, sizeBytes: z.int().nonnegative(), sha256: z.string().length(64) })),
});
export type Manifest = z.infer<typeof manifestShape>;

/** The manifest's head as this Segno writes it. */
export async function describeThisSegno(): Promise<Pick<Manifest, "format" | "dataFormat" | "product">> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  return { format: BACKUP_FORMAT, dataFormat: DATA_FORMAT, product: version };
}

/** Writes manifest and its checksum, in the form that `sha256sum -c` reads. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  await writeDurably(path.join(folder, FILE), text, 0o600);
  await writeDurably(path.join(folder, SEAL), `${sum(text)}  ${FILE}\n`, 0o600);
}

/** @throws AppError invalid_input when the folder is no whole backup, conflict when it is damaged or a newer Segno wrote it. */
export async function readManifest(folder: string): Promise<Manifest> {
  if (folder.endsWith(UNFINISHED)) {
    const message = `${folder} is no whole backup: taking it was broken off. Use another.`;
    throw new AppError("invalid_input", "no_backup", message);
  }
  const [text, seal] = await Promise.all([readPart(folder, FILE), readPart(folder, SEAL)]);
  if (seal.split(" ")[0] !== sum(text)) throw refuseDamage(FILE, 0);
  const raw: unknown = JSON.parse(text);
  const { format } = z.object({ format: z.int() }).parse(raw);
  if (format > BACKUP_FORMAT) throw refuseNewer(`backup format ${format}`, `format ${BACKUP_FORMAT}`);
  const manifest = manifestShape.parse(raw);
  const own = await describeThisSegno();
  if (manifest.dataFormat > own.dataFormat)
    throw refuseNewer(`data format ${manifest.dataFormat}`, `format ${own.dataFormat}`);
  if (isNewer(manifest.product, own.product)) throw refuseNewer(`Segno ${manifest.product}`, `Segno ${own.product}`);
  return manifest;
}

/** @param others how many more files are not what they were */
export function refuseDamage(file: string, others: number): AppError {
  const more = others === 0 ? "" : ` So are ${others} more.`;
  return new AppError(
    "conflict",
    "damaged_backup",
    `The backup is damaged: ${file} is not what was written.${more} Use another backup.`,
  );
}

async function readPart(folder: string, name: string): Promise<string> {
  try {
    return await readFile(path.join(folder, name), "utf8");
  } catch (error) {
    if (!isErrorCode(error, "ENOENT") && !isErrorCode(error, "ENOTDIR")) throw error;
    const message = `${folder} is no whole backup: it holds no ${name}. One that was broken off can't be restored; use another.`;
    throw new AppError("invalid_input", "no_backup", message);
  }
}

function refuseNewer(found: string, own: string): AppError {
  const message = `The backup was written by a newer Segno (${found}; this is ${own}). Restore it with that version or a newer one.`;
  return new AppError("conflict", "newer_backup", message);
}

function isNewer(found: string, own: string): boolean {
  const read = (version: string) => version.split(/[.+-]/).slice(0, 3).map(Number);
  const [theirs, ours] = [read(found), read(own)];
  const at = theirs.findIndex((number, index) => number !== ours[index]);
  return at >= 0 && (theirs[at] ?? 0) > (ours[at] ?? 0);
}

function sum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
