import type { Metadata } from "next";
import { readTrash } from "@/lib/domains/trash/reads";
import { requirePageContext } from "@/lib/http/page";
import { TrashList } from "./trash-list";

export const metadata: Metadata = { title: "Trash" };

export default async function TrashPage() {
  const { services, actor } = await requirePageContext();
  return <TrashList initial={await readTrash(services, actor)} />;
}
