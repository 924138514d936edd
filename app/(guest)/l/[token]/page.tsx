import type { Metadata } from "next";
import { headers } from "next/headers";
import { projectPath, songPath } from "@/app/_client/api/queries";
import { type LinkPreview, readLinkPreview } from "@/lib/domains/links/previewing/reads";
import {
  type Gate as GateView,
  readGate,
  readOwnWay,
  readVisit,
  readVisitSong,
} from "@/lib/domains/links/visiting/reads";
import type { VisitView as Visit } from "@/lib/domains/links/visiting/schema";
import { readGuestSecret } from "@/lib/http/guest-cookie";
import { readIfShared, readPageActor } from "@/lib/http/page";
import { getServices } from "@/lib/services";
import { DeadLink } from "./dead-link";
import { Gate } from "./gate";
import { VisitView } from "./visit-view";

type Props = PageProps<"/l/[token]">;

/** What a chat shows of the link: of one that is over, full or behind a password no more than of one that never was. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { token } = await params;
  const services = getServices();
  const preview = await readLinkPreview(services, token);
  const title = preview?.name ?? "Shared with you";
  const description = preview ? describe(preview) : "Somebody shares music with you by Segno.";
  const card = new URL(`/l/${encodeURIComponent(token)}/card.png`, services.config.app.url);
  return {
    title,
    description,
    referrer: "no-referrer",
    openGraph: { title, description, siteName: "Segno", type: "website", images: [{ url: card, ...CARD_SIZE }] },
    twitter: { card: "summary_large_image", title, description, images: [card] },
  };
}

const CARD_SIZE = { width: 1200, height: 630 };

function describe({ name, projectName, sharedBy, songCount }: LinkPreview): string {
  const what = name === projectName ? (songCount === 1 ? "1 song" : `${songCount} songs`) : `From ${projectName}`;
  return `${what}, shared by ${sharedBy}`;
}

interface Standing {
  gate: GateView;
  /** Null for one who has not entered. */
  visit: Visit | null;
}

/** How whoever asks stands to this token; null for a link that is not one for them. */
async function readStanding(token: string): Promise<Standing | null> {
  const services = getServices();
  const requestHeaders = await headers();
  const readSecret = (linkId: string) => readGuestSecret(services, requestHeaders, linkId);
  const gate = await readGate(services, token, readSecret);
  if (!gate) return null;
  const visitor = { linkId: gate.linkId, secret: readSecret(gate.linkId) };
  return { gate, visit: await readIfShared(() => readVisit(services, visitor)) };
}

export default async function LinkPage({ params, searchParams }: Props) {
  const { token } = await params;
  const { song: asked } = await searchParams;
  const standing = await readStanding(token);
  if (!standing) return <DeadLink token={token} />;
  const services = getServices();
  const actor = await readPageActor();
  const way = await readOwnWay(services, actor, token);
  const own = actor && {
    name: actor.name,
    authorId: actor.accountId,
    canComment: way?.canComment ?? false,
    href: way && (way.songId ? songPath({ projectId: way.projectId, songId: way.songId }) : projectPath(way.projectId)),
  };
  const { gate, visit } = standing;
  if (!visit) return <Gate token={token} needsPassword={gate.needsPassword} own={own} />;
  const first = visit.songs.find(({ id }) => id === asked) ?? visit.songs[0];
  const visitor = { linkId: gate.linkId, secret: readGuestSecret(services, await headers(), gate.linkId) };
  const song = first ? await readIfShared(() => readVisitSong(services, visitor, { songId: first.id })) : null;
  return <VisitView token={token} initial={visit} initialSong={song} own={own} />;
}
