import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { songPath } from "@/app/_client/api/queries";
import { locateSong } from "@/lib/domains/songs/moving/reads";
import { readSong } from "@/lib/domains/songs/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { SongView } from "./song-view";

type Props = PageProps<"/projects/[projectId]/songs/[songId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { services, actor } = await requirePageContext();
  const address = await locateSong(services, actor, await params);
  const song = await readForPage(() => readSong(services, actor, address));
  return { title: `${song.name} · ${song.projectName}` };
}

export default async function SongPage({ params, searchParams }: Props) {
  const { services, actor } = await requirePageContext();
  const asked = await params;
  const query = await searchParams;
  const address = await locateSong(services, actor, asked);
  // Links to a song that was moved still lead to it.
  if (address.projectId !== asked.projectId) redirect(`${songPath(address)}${writeQuery(query)}`);
  const song = await readForPage(() => readSong(services, actor, address));
  const { version, at, comment, rail } = query;
  const atSec = typeof at === "string" ? Number.parseFloat(at) : Number.NaN;
  return (
    <SongView
      key={song.id}
      initial={song}
      startVersionId={typeof version === "string" ? version : null}
      startSec={Number.isFinite(atSec) && atSec >= 0 ? atSec : null}
      startCommentId={typeof comment === "string" ? comment : null}
      startRail={rail === "brief" ? "brief" : "comments"}
    />
  );
}

function writeQuery(query: Awaited<Props["searchParams"]>): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const search = new URLSearchParams(set).toString();
  return search === "" ? "" : `?${search}`;
}
