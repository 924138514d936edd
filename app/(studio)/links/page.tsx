import type { Metadata } from "next";
import { listAccessRequests } from "@/lib/domains/links/asking/answering/reads";
import { readOwnLinks } from "@/lib/domains/links/reads";
import { requirePageContext } from "@/lib/http/page";
import { LinksView } from "./links-view";

export const metadata: Metadata = { title: "Links" };

export default async function LinksPage() {
  const { services, actor } = await requirePageContext();
  const [links, requests] = await Promise.all([readOwnLinks(services, actor), listAccessRequests(services, actor)]);
  return <LinksView initial={links} requests={requests} />;
}
