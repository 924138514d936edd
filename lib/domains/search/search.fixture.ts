import type { PersonActor } from "@/lib/access/actor";
import { createComment } from "@/lib/domains/comments/commands";
import { type Band, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { createSong } from "@/lib/domains/songs/commands";
import type { Services } from "@/lib/services";
import { searchEverything } from "./reads";
import type { SearchHit, SearchKind } from "./schema";

export interface Take {
  projectId: string;
  songId: string;
  versionId: string;
}

export async function findAll(services: Services, actor: PersonActor, q: string, limit = 20): Promise<SearchHit[]> {
  return (await searchEverything(services, actor, { q, limit })).items;
}

export async function findTitles(
  services: Services,
  actor: PersonActor,
  q: string,
  kind: SearchKind,
): Promise<string[]> {
  return (await findAll(services, actor, q)).filter((hit) => hit.kind === kind).map((hit) => hit.title);
}

export async function addSongTo(services: Services, { owner, projectId }: Band, name: string) {
  const song = await createSong(services, owner, projectId, { name });
  return { projectId, songId: song.id };
}

export async function addTakeTo(services: Services, band: Band, name: string, fileName: string): Promise<Take> {
  const target = await addSongTo(services, band, name);
  const upload = await uploadFile(services, band.owner, target, makeWav(0.2), fileName);
  return { ...target, versionId: upload.version?.id ?? "" };
}

export function sayOn(services: Services, actor: PersonActor, take: Take, body: string, startSec = 0.1) {
  return createComment(services, actor, take, { versionId: take.versionId, body, startSec, endSec: null });
}
