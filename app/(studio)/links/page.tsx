import type { Metadata } from "next";
import { readOwnLinks } from "@/lib/domains/links/reads";
import { requirePageContext } from "@/lib/http/page";
import { LinksView } from "./links-view";

export const metadata: Metadata = { title: "Links" };

export default async function LinksPage() {
  const { services, actor } = await requirePageContext();
  return <LinksView initial={await readOwnLinks(services, actor)} />;
}
