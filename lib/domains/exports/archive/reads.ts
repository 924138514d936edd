import type { Actor } from "@/lib/access/actor";
import { scopeSong } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { type PageSong, writeArchivePage } from "@/lib/marks/archive-page";
import type { Services } from "@/lib/services";
import { readStretch } from "@/lib/storage/read-stream";
import { predictZip, writeZip } from "@/lib/zip/write-zip";
import type { Product } from "../making/reads";
import { scopeArchive } from "../reads";
import { toFileName } from "../rules";
import { findArchiveProject } from "../store";
import { type Entry, FolderNames } from "./rules";
import { readCoverEntry, readSongFolder } from "./song/reads";

/**
 * All of a project that the person may download, and a page that plays and shows it without a network. What is where is known
 * before, so the length is, too; bytes go from storage to storage.
 * @throws AppError not_found, forbidden, unavailable.
 */
export async function openArchive(services: Services, actor: Actor | null, projectId: string): Promise<Product> {
  const scope = await scopeArchive(services, actor, projectId);
  const project = await findArchiveProject(scope, services.db);
  if (!project) throw notFound("project");
  const root = toFileName(project.name);
  const names = new FolderNames();
  const page = { entry: `${root}/${names.take("index.html")}`, songs: [] as PageSong[] };
  const cover = await readCoverEntry(services, { projectId }, project.coverId, `${root}/${names.take("cover.webp")}`);
  const entries: Entry[] = cover ? [cover] : [];
  let refused: AppError | null = null;
  for (const song of project.songs) {
    try {
      const songScope = await scopeSong(services.db, actor, { projectId, songId: song.id }, "song:download");
      const folder = { root, name: names.take(song.name) };
      const found = await readSongFolder(services, songScope, { ...song, project: project.name, folder });
      entries.push(...found.entries);
      page.songs.push(found.page);
    } catch (error) {
      // A song that was deleted, or is not this person's to download, is left out.
      if (!(error instanceof AppError) || (error.code !== "forbidden" && error.code !== "not_found")) throw error;
      refused = error;
    }
  }
  if (refused && page.songs.length === 0) throw refused;
  const madeAt = services.clock.now();
  const html = writeArchivePage({
    project: project.name,
    cover: cover !== null,
    songs: page.songs,
    madeAt: madeAt.toISOString(),
  });
  const all: Entry[] = [{ name: page.entry, source: { bytes: Buffer.from(html, "utf8") } }, ...entries];
  return pack(services, `${root}.zip`, all, madeAt);
}

function pack(services: Services, fileName: string, entries: Entry[], madeAt: Date): Product {
  const sources = entries.map(({ name, source }) => ({
    ...{ name, sizeBytes: sizeOf(source) },
    read: () => read(services, source),
  }));
  return {
    ...{ fileName, contentType: "application/zip", sizeBytes: predictZip(sources) },
    open: () => writeZip(sources, madeAt),
  };
}

function sizeOf(source: Entry["source"]): number {
  return "bytes" in source ? source.bytes.byteLength : source.sizeBytes;
}

async function* read({ storage }: Services, source: Entry["source"]): AsyncGenerator<Uint8Array> {
  if ("bytes" in source) yield await Promise.resolve(source.bytes);
  else yield* readStretch(storage, { key: source.key, from: 0, length: source.sizeBytes });
}
