import path from "node:path";
import type { SystemScope } from "@/lib/access/system-scope";
import type { AudioAnalysis } from "@/lib/audio/audio-analysis";
import { CONTENT_TYPES, type Container } from "@/lib/audio/sniff";
import { AppError } from "@/lib/core/errors";
import { buildObjectKey, type UploadObject } from "@/lib/core/object-keys";
import { adoptEmbedded } from "@/lib/domains/covers/commands";
import { wantsEmbedded } from "@/lib/domains/covers/reads";
import type { Services } from "@/lib/services";
import type { Work } from "../analysis/store";

/** A worker begins to read at once; a large file may take longer, once begun. */
const SOURCE_EXPIRES_SEC = 60 * 60;

/** What is known of a version's file. */
export type SourceFile = Pick<Work, "container" | "sizeBytes" | "sha256" | "upload">;

/** A worker's own copy of the source, and where it takes it from. @throws AppError invalid_input/not_audio. */
export async function inputOf({ storage, audioTools }: Services, file: SourceFile, folder: string) {
  const url = await storage.signRead(keyOf(file, "source"), SOURCE_EXPIRES_SEC);
  const from = { url, sizeBytes: Number(file.sizeBytes), sha256: file.sha256 };
  return {
    from,
    path: path.join(folder, "source"),
    container: readContainer(file.container),
    tools: await audioTools(),
  };
}

function readContainer(name: string): Container {
  if (name in CONTENT_TYPES) return name as Container;
  throw new AppError("invalid_input", "not_audio", "This is not a sound file that we know.");
}

export async function storePeaks({ storage }: Services, file: SourceFile, { peaks }: AudioAnalysis): Promise<void> {
  const type = "application/octet-stream";
  await Promise.all([
    storage.put(keyOf(file, "peaks.dat"), peaks.dat, type),
    storage.put(keyOf(file, "rms.dat"), peaks.rms, type),
  ]);
}

export function keyOf({ upload }: SourceFile, object: UploadObject): string {
  return buildObjectKey({ projectId: upload.projectId, songId: upload.songId, uploadId: upload.id }, object);
}

/** The picture that a file brings along may become its song's cover. Without it the sound is none the worse, so nothing is thrown. */
export async function takeCover(services: Services, scope: SystemScope, work: Work, copyPath: string): Promise<void> {
  const { songId, createdById, upload } = work;
  try {
    if (!(await wantsEmbedded(services, scope, { songId }))) return;
    const cover = await services.audio.readCover({ path: copyPath });
    if (cover) await adoptEmbedded(services, scope, { ...cover, songId, createdById, projectId: upload.projectId });
  } catch (err) {
    services.log.warn({ err, songId }, "the picture in a take's file could not be taken");
  }
}

/** Where private copies lie while they are needed. */
export function nameCopies({ config }: Services): string {
  return path.join(config.dataDir, "tmp");
}
