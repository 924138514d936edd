import type { SongScope } from "@/lib/access/scope";
import { AppError } from "@/lib/core/errors";
import { locateAttachments } from "@/lib/domains/attachments/reads";
import { openCoverOf } from "@/lib/domains/covers/reads";
import { listVersions, locateSource } from "@/lib/domains/versions/reads";
import type { VersionView } from "@/lib/domains/versions/schema";
import type { PageSong, PageVersion } from "@/lib/marks/archive-page";
import { writeMarks } from "@/lib/marks/write-marks";
import type { Services } from "@/lib/services";
import { readAllComments } from "../../making/reads";
import { toMarkSheet } from "../../making/rules";
import { type Entry, FolderNames } from "../rules";

interface Song {
  id: string;
  name: string;
  description: string;
  coverId: string | null;
  project: string;
  folder: { root: string; name: string };
}

interface Folder {
  root: string;
  /** From the page on. */
  path: string;
  names: FolderNames;
  entries: Entry[];
}

/** A song's originals, files, cover and notes, and what the page says of them. */
export async function readSongFolder(
  services: Services,
  scope: SongScope,
  song: Song,
): Promise<{ entries: Entry[]; page: PageSong }> {
  const { root, name } = song.folder;
  const folder: Folder = { root, path: name, names: new FolderNames(), entries: [] };
  const coverPath = `${name}/${folder.names.take("cover.webp")}`;
  const owner = { projectId: scope.projectId, songId: scope.songId };
  const cover = await readCoverEntry(services, owner, song.coverId, `${root}/${coverPath}`);
  if (cover) folder.entries.push(cover);
  const versions: PageVersion[] = [];
  for (const version of await listVersions(services.db, scope)) {
    versions.push(await addVersion(services, scope, song, folder, version));
  }
  const files = { ...folder, path: `${name}/${folder.names.take("Files")}`, names: new FolderNames() };
  const attached = await locateAttachments(services, scope);
  const listed = attached.map(({ name: fileName, ...source }) => ({
    name: fileName,
    src: add(files, fileName, source),
  }));
  const page = {
    name: song.name,
    description: song.description,
    cover: cover ? coverPath : null,
    versions,
    files: listed,
  };
  return { entries: folder.entries, page };
}

async function addVersion(
  services: Services,
  scope: SongScope,
  song: Song,
  folder: Folder,
  version: VersionView,
): Promise<PageVersion> {
  const { number, label, note, durationSec } = version;
  const source = await locateSource(services, scope, version.id);
  const src = add(folder, `v${number} ${source.fileName}`, source);
  const playable = source.playable;
  const head = playable && (await services.storage.head(playable.key));
  const plays =
    head && playable ? add(folder, `v${number} preview ${playable.fileName}`, { ...head, key: playable.key }) : src;
  const comments = await readAllComments(services, scope, version.id);
  const names = { project: song.project, song: song.name };
  const timeline = { offsetMs: 0, frameRate: "25" } as const;
  const sheet = toMarkSheet({ names, version, comments, timeline, now: services.clock.now() });
  if (comments.length > 0) {
    for (const format of ["json", "markdown"] as const) {
      const { bytes, ending } = await writeMarks(format, sheet, null);
      add(folder, `v${number} ${ending}`, { bytes });
    }
  }
  return { number, label, note, durationSec, fileName: version.fileName, src, plays, marks: sheet.marks };
}

/** Answers its path from the page on. */
function add(folder: Folder, wished: string, source: Entry["source"]): string {
  const path = `${folder.path}/${folder.names.take(wished)}`;
  folder.entries.push({ name: `${folder.root}/${path}`, source });
  return path;
}

/** Null where there is none, or it is lost: the rest is worth having without. */
export async function readCoverEntry(
  services: Services,
  owner: { projectId: string; songId?: string },
  coverId: string | null,
  name: string,
): Promise<Entry | null> {
  if (coverId === null) return null;
  try {
    const { load } = await openCoverOf(services, owner, coverId, "large");
    return { name, source: { bytes: await load() } };
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.reason === "cover_lost")) return null;
    throw error;
  }
}
