import type { Actor } from "@/lib/access/actor";
import { scopeSong } from "@/lib/access/scope";
import { previewContentType } from "@/lib/audio/preview-format";
import { AppError, notFound } from "@/lib/core/errors";
import { buildObjectKey, readUploadObject, type UploadObject } from "@/lib/core/object-keys";
import type { Db, Tx } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { isPlayableInBrowser, replaceExtension, toVersionView } from "./rules";
import type { VersionView } from "./schema";
import { findCurrentVersions, findVersion, findVersionFiles, findVersions, type VersionOwner } from "./store";

export interface VersionTarget {
  projectId: string;
  songId: string;
  versionId: string;
}

const LINK_EXPIRES_SEC = 60 * 60;

/** @throws AppError not_found. */
export async function readVersion(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
): Promise<VersionView> {
  const scope = await scopeSong(services.db, actor, target, "song:read");
  return await viewVersion(services.db, scope, target.versionId);
}

/** For a command's own transaction. @throws AppError not_found. */
export async function viewVersion(db: Db | Tx, owner: VersionOwner, versionId: string): Promise<VersionView> {
  const row = await findVersion(owner, db, versionId);
  if (!row) throw notFound("version");
  return toVersionView(row);
}

/** Whether it is a living version of the song. */
export async function hasVersion(db: Db | Tx, owner: VersionOwner, versionId: string): Promise<boolean> {
  return (await findVersion(owner, db, versionId)) !== null;
}

/** Every living version of a song that the caller may see, newest first. */
export async function listVersions(db: Db | Tx, owner: VersionOwner): Promise<VersionView[]> {
  return (await findVersions(owner, db)).map(toVersionView);
}

/** The current version of each of these songs, by the song's id: the chosen one, else the newest. */
export async function readCurrentVersions(db: Db | Tx, songIds: string[]): Promise<Map<string, VersionView>> {
  const owners = songIds.map((songId) => ({ songId }));
  const rows = await findCurrentVersions(owners, db);
  return new Map(rows.map((row) => [row.songId, toVersionView(row)]));
}

/**
 * The waveform: audiowaveform's `.dat`, or one byte a pixel of RMS. `etag` names the bytes, which never change;
 * `load` reads them, so that one who has them already costs no read.
 * @throws AppError not_found, conflict `peaks_not_ready`.
 */
export async function openPeaks(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
  layer: "peaks" | "rms",
): Promise<{ etag: string; load: () => Promise<Uint8Array> }> {
  const scope = await scopeSong(services.db, actor, target, "song:read");
  return await openPeaksOf(services, scope, target.versionId, layer);
}

/** As `openPeaks`, for one whose right was proved. */
export async function openPeaksOf(
  services: Services,
  owner: VersionOwner,
  versionId: string,
  layer: "peaks" | "rms",
): Promise<{ etag: string; load: () => Promise<Uint8Array> }> {
  const files = await findFiles(services, owner, versionId);
  const analysis = files.analyses[0];
  if (!analysis?.hasPeaks) {
    throw new AppError("conflict", "peaks_not_ready", "The waveform is still being drawn. It appears by itself.");
  }
  const key = buildObjectKey(locate(files.upload), layer === "rms" ? "rms.dat" : "peaks.dat");
  return {
    etag: `"${analysis.id}-${layer}"`,
    load: async () => {
      const object = await services.storage.readAll(key);
      if (!object) throw new AppError("gone", "peaks_lost", "The waveform is gone from storage. Analyze again.");
      return object;
    },
  };
}

/**
 * An address that plays the version for an hour: the preview or, until that is made, the source if browsers play it.
 * @throws AppError not_found, conflict `preview_not_ready`.
 */
export async function signPreview(services: Services, actor: Actor | null, target: VersionTarget): Promise<string> {
  const scope = await scopeSong(services.db, actor, target, "song:read");
  return await signPreviewOf(services, scope, target.versionId, LINK_EXPIRES_SEC);
}

/** As `signPreview`, for one whose right was proved, and for as long as is said. */
export async function signPreviewOf(
  services: Services,
  owner: VersionOwner,
  versionId: string,
  expiresSec: number,
): Promise<string> {
  const files = await findFiles(services, owner, versionId);
  const made = readUploadObject(files.analyses[0]?.previewObject ?? "");
  if (made) {
    const extension = made.split(".").at(-1) ?? "";
    const name = replaceExtension(files.fileName, extension);
    const contentType = previewContentType(made);
    return await sign(services, files, {
      object: made,
      disposition: "inline",
      fileName: name,
      contentType,
      expiresSec,
    });
  }
  if (isPlayableInBrowser(files.container)) {
    return await sign(services, files, { ...asUploaded(files), disposition: "inline", expiresSec });
  }
  throw new AppError("conflict", "preview_not_ready", "This version is still being prepared for listening.");
}

/** An address that downloads the very bytes that were uploaded, under their own name. @throws AppError not_found. */
export async function signDownload(services: Services, actor: Actor | null, target: VersionTarget): Promise<string> {
  const scope = await scopeSong(services.db, actor, target, "song:download");
  return await signDownloadOf(services, scope, target.versionId, LINK_EXPIRES_SEC);
}

/** As `signDownload`, for one whose right was proved, and for as long as is said. */
export async function signDownloadOf(
  services: Services,
  owner: VersionOwner,
  versionId: string,
  expiresSec: number,
): Promise<string> {
  const files = await findFiles(services, owner, versionId);
  return await sign(services, files, { ...asUploaded(files), disposition: "attachment", expiresSec });
}

/** Where the uploaded bytes lie, and where those that browsers can play, for one whose right was proved. @throws AppError not_found. */
export async function locateSource(services: Services, owner: VersionOwner, versionId: string) {
  const { fileName, sizeBytes, container, contentType, upload, analyses } = await findFiles(services, owner, versionId);
  const preview = isPlayableInBrowser(container) ? null : readUploadObject(analyses[0]?.previewObject ?? "");
  return {
    ...{ fileName, container, contentType, sizeBytes: Number(sizeBytes) },
    key: buildObjectKey(locate(upload), "source"),
    playable: preview && {
      key: buildObjectKey(locate(upload), preview),
      fileName: replaceExtension(fileName, preview.split(".").at(-1) ?? ""),
    },
  };
}

type Files = NonNullable<Awaited<ReturnType<typeof findVersionFiles>>>;

async function findFiles(services: Services, owner: VersionOwner, versionId: string): Promise<Files> {
  const files = await findVersionFiles(owner, services.db, versionId);
  if (!files) throw notFound("version");
  return files;
}

function locate(upload: Files["upload"]) {
  return { projectId: upload.projectId, songId: upload.songId, uploadId: upload.id };
}

function asUploaded({ fileName, contentType }: Files) {
  return { object: "source", fileName, contentType } as const;
}

interface Signed {
  object: UploadObject;
  disposition: "inline" | "attachment";
  fileName: string;
  contentType: string;
  expiresSec: number;
}

function sign(services: Services, files: Files, { object, ...rest }: Signed): Promise<string> {
  return services.storage.signGet({ key: buildObjectKey(locate(files.upload), object), ...rest });
}
