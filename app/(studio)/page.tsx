import type { Metadata } from "next";
import { NEWS_AT_ONCE } from "@/app/_client/api/queries";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { listProjects } from "@/lib/domains/projects/reads";
import { readHome } from "@/lib/domains/songs/reads";
import { requirePageContext } from "@/lib/http/page";
import { HomeView } from "./_home/home-view";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const { services, actor } = await requirePageContext();
  const [home, news, projects] = await Promise.all([
    readHome(services, actor),
    readNotifications(services, actor, { limit: NEWS_AT_ONCE, unseen: "yes" }),
    listProjects(services, actor, { limit: 200 }),
  ]);
  return (
    <HomeView
      home={home}
      news={news}
      projects={projects.nextCursor === null ? projects.items : undefined}
      isVerified={actor.isVerified}
    />
  );
}
