import { readFile, rename } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import { syncFolder, writeFileSynced } from "./durable-files";
import { readSystemCode, reportManifestDamage } from "./failures";
import { formatCrc } from "./format";

export const MANIFEST_FILE = "manifest.json";
const DRAFT = "manifest.draft";
const VERSION = 1;

/**
 * Which files are the log, in order. `startCrc` is the chain's value before a segment's first line, `lastSeq` the
 * highest number given when the manifest was written: compaction may remove the line that carried it.
 */
export interface Manifest {
  generation: number;
  lastSeq: number;
  segments: SegmentEntry[];
}

/** `seal` is what a segment held when the next one followed: its size, and CRC-32 over all of its bytes. */
export interface SegmentEntry {
  file: string;
  startCrc: number;
  seal?: { bytes: number; crc: number };
}

export function nameSegment(generation: number, number: number): string {
  return `segment-${String(generation).padStart(6, "0")}-${String(number).padStart(6, "0")}.ndjson`;
}

/** The generation a segment's name tells, or undefined for any other file. */
export function readGeneration(file: string): number | undefined {
  const match = /^segment-(\d{6,})-\d{6,}\.ndjson$/.exec(file);
  return match ? Number(match[1]) : undefined;
}

function encodeManifest(manifest: Manifest): Buffer {
  const body = JSON.stringify({
    generation: manifest.generation,
    lastSeq: manifest.lastSeq,
    segments: manifest.segments,
  });
  return Buffer.from(`{"version":${VERSION},"crc":"${formatCrc(crc32(body))}","body":${body}}\n`);
}

/** @throws AppError unavailable/log_damaged when it is not byte for byte what was written. Undefined when there is none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path.join(folder, MANIFEST_FILE));
  } catch (error) {
    if (readSystemCode(error) === "ENOENT") return undefined;
    throw error;
  }
  const manifest = parseManifest(bytes);
  if (!manifest || !encodeManifest(manifest).equals(bytes)) {
    throw reportManifestDamage("its checksum does not match");
  }
  return manifest;
}

function parseManifest(bytes: Buffer): Manifest | undefined {
  try {
    return (JSON.parse(bytes.toString("utf8")) as { body?: Manifest } | null)?.body;
  } catch {
    return undefined;
  }
}

/** First step of changing the manifest: a failure here leaves the old one in force. */
export async function draftManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFileSynced(path.join(folder, DRAFT), encodeManifest(manifest));
}

/** Second step: after a failure here nobody knows which manifest a power cut would leave, so the log must stop. */
export async function publishManifest(folder: string): Promise<void> {
  await rename(path.join(folder, DRAFT), path.join(folder, MANIFEST_FILE));
  await syncFolder(folder);
}
