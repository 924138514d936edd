import type { Metadata } from "next";
import { readArchive } from "@/lib/domains/songs/reads";
import { requirePageContext } from "@/lib/http/page";
import { ArchiveView } from "./archive-view";

export const metadata: Metadata = { title: "Archive" };

export default async function ArchivePage() {
  const { services, actor } = await requirePageContext();
  return <ArchiveView initial={await readArchive(services, actor)} />;
}
