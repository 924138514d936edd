import type { Metadata } from "next";
import { readSong } from "@/lib/domains/songs/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { SongView } from "./song-view";

type Props = PageProps<"/projects/[projectId]/songs/[songId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { services, actor } = await requirePageContext();
  const address = await params;
  const song = await readForPage(() => readSong(services, actor, address));
  return { title: `${song.name} · ${song.projectName}` };
}

export default async function SongPage({ params, searchParams }: Props) {
  const { services, actor } = await requirePageContext();
  const address = await params;
  const song = await readForPage(() => readSong(services, actor, address));
  const { version, at, comment } = await searchParams;
  const atSec = typeof at === "string" ? Number.parseFloat(at) : Number.NaN;
  return (
    <SongView
      key={song.id}
      initial={song}
      startVersionId={typeof version === "string" ? version : null}
      startSec={Number.isFinite(atSec) && atSec >= 0 ? atSec : null}
      startCommentId={typeof comment === "string" ? comment : null}
    />
  );
}
