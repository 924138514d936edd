import type { Metadata } from "next";
import { readProjectState } from "@/lib/domains/activity/project-live/reads";
import { readProject } from "@/lib/domains/projects/reads";
import { listSongs } from "@/lib/domains/songs/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { ProjectPage } from "./_project/project-page";

type Props = PageProps<"/projects/[projectId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { services, actor } = await requirePageContext();
  const { projectId } = await params;
  const project = await readForPage(() => readProject(services, actor, projectId));
  return { title: project.name };
}

export default async function Page({ params }: Props) {
  const { services, actor } = await requirePageContext();
  const { projectId } = await params;
  // First, so that what changes while the rest is read is told.
  const state = await readForPage(() => readProjectState(services, actor, projectId));
  const [project, songs] = await readForPage(() =>
    Promise.all([readProject(services, actor, projectId), listSongs(services, actor, projectId, { limit: 200 })]),
  );
  const shown = songs.nextCursor === null ? songs.items : undefined;
  return <ProjectPage key={project.id} project={project} songs={shown} state={state} />;
}
