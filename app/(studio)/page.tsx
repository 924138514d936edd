import type { Metadata } from "next";
import { listProjects } from "@/lib/domains/projects/reads";
import { readHome } from "@/lib/domains/songs/reads";
import { requirePageContext } from "@/lib/http/page";
import { HomeView } from "./_home/home-view";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const { services, actor } = await requirePageContext();
  const [home, projects] = await Promise.all([
    readHome(services, actor),
    listProjects(services, actor, { limit: 200 }),
  ]);
  return (
    <HomeView
      songs={home.songs}
      projects={projects.nextCursor === null ? projects.items : undefined}
      isVerified={actor.isVerified}
    />
  );
}
