"use client";
import { useQueryClient } from "@tanstack/react-query";
import { projectPath, projectQuery, projectsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import type { ProjectChange, ProjectView } from "@/lib/domains/projects/schema";

/** Changes a project and shows it at once. @throws ApiError */
export function useChangeProject(projectId: string): (change: ProjectChange) => Promise<void> {
  const client = useQueryClient();
  return async (change) => {
    const changed = await callApi<ProjectView>(`/api${projectPath(projectId)}`, { method: "PATCH", body: change });
    client.setQueryData(projectQuery(projectId).queryKey, changed);
    await client.invalidateQueries({ queryKey: projectsQuery().queryKey, exact: true });
  };
}
