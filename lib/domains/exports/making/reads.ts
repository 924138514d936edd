import type { Actor } from "@/lib/access/actor";
import { type SongScope, scopeAccount } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import type { ReportView } from "@/lib/domains/activity/report/schema";
import { readComments } from "@/lib/domains/comments/reads";
import type { CommentView } from "@/lib/domains/comments/schema";
import { locateSource, openPeaksOf, viewVersion } from "@/lib/domains/versions/reads";
import type { MarkSheet } from "@/lib/marks/mark-sheet";
import type { Waveform } from "@/lib/marks/pdf-file";
import { planWavCopy, type Stretch } from "@/lib/marks/wav-copy";
import { writeMarks } from "@/lib/marks/write-marks";
import type { Services } from "@/lib/services";
import { readStretch } from "@/lib/storage/read-stream";
import { scopeNotes } from "../reads";
import { noWav, toFileName } from "../rules";
import type { ExportRequest } from "../schema";
import { findNames } from "../store";
import { toMarkSheet, toWaveform } from "./rules";

/** A file that can be written: its length, where it is known before, and its bytes, a stretch at a time. */
export interface Product {
  fileName: string;
  contentType: string;
  sizeBytes: number | null;
  /** What a report comes to, beside its file. */
  report?: ReportView;
  open: () => AsyncIterable<Uint8Array>;
}

const PAGE = 200;

/** @throws AppError not_found, forbidden, invalid_input `not_wav`, unavailable. */
export async function openNotes(
  services: Services,
  actor: Actor | null,
  target: { songId: string; versionId: string },
  request: Extract<ExportRequest, { kind: "comments" }>,
): Promise<Product> {
  const scope = await scopeNotes(services, actor, target, request);
  const names = await findNames(scopeAccount(actor), services.db, scope);
  if (!names) throw notFound("song");
  const version = await viewVersion(services.db, scope, target.versionId);
  const all = await readAllComments(services, scope, target.versionId);
  const comments = request.include === "open" ? all.filter(({ resolvedAt }) => resolvedAt === null) : all;
  const timeline = { offsetMs: Math.round(request.offsetSec * 1000), frameRate: request.frameRate };
  const sheet = toMarkSheet({ names, version, comments, timeline, now: services.clock.now() });
  const name = `${names.song} v${version.number}`;
  if (request.format === "wav") return await openWavCopy(services, scope, target.versionId, sheet, name);
  const waveform = request.format === "pdf" ? await readWaveform(services, scope, target.versionId) : null;
  const { bytes, contentType, ending } = await writeMarks(request.format, sheet, waveform);
  const fileName = `${toFileName(name)} - ${ending}`;
  return { fileName, contentType, sizeBytes: bytes.byteLength, open: () => only(bytes) };
}

export async function readAllComments(services: Services, scope: SongScope, versionId: string): Promise<CommentView[]> {
  const comments: CommentView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await readComments(services, scope, { versionId, limit: PAGE, cursor });
    comments.push(...page.items);
    if (page.nextCursor === null) return comments;
    cursor = page.nextCursor;
  }
}

/** Null while none is drawn, or where it is lost: the notes go without. */
async function readWaveform(services: Services, scope: SongScope, versionId: string): Promise<Waveform | null> {
  try {
    const { load } = await openPeaksOf(services, scope, versionId, "peaks");
    return toWaveform(await load());
  } catch (error) {
    if (error instanceof AppError && (error.code === "conflict" || error.code === "gone")) return null;
    throw error;
  }
}

async function openWavCopy(
  services: Services,
  scope: SongScope,
  versionId: string,
  sheet: MarkSheet,
  name: string,
): Promise<Product> {
  const { key, sizeBytes } = await locateSource(services, scope, versionId);
  const readAt = async (at: number, length: number) => {
    const to = Math.min(at + length, sizeBytes) - 1;
    return to < at ? new Uint8Array() : ((await services.storage.readRange(key, at, to)) ?? new Uint8Array());
  };
  const stretches = await planWavCopy(readAt, sizeBytes, sheet);
  if (!stretches) throw noWav();
  return {
    ...{ fileName: `${toFileName(name)} - cues.wav`, contentType: "audio/wav" },
    sizeBytes: stretches.reduce((sum, stretch) => sum + lengthOf(stretch), 0),
    open: () => carryOut(services, key, stretches),
  };
}

function lengthOf(stretch: Stretch): number {
  return "bytes" in stretch ? stretch.bytes.byteLength : stretch.length;
}

async function* carryOut({ storage }: Services, key: string, stretches: Stretch[]): AsyncGenerator<Uint8Array> {
  for (const stretch of stretches) {
    if ("bytes" in stretch) yield stretch.bytes;
    else yield* readStretch(storage, { key, ...stretch });
  }
}

export async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
