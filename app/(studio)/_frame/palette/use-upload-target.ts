"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { projectsQuery, songsQuery } from "@/app/_client/api/queries";
import type { UploadTarget } from "@/app/_client/uploader/upload-target";
import { canDo } from "../rights";

/** Where takes would go from this page; null where they may not. */
export function useUploadTarget(): UploadTarget | null {
  const [, projectId = "", songId] = /^\/projects\/([^/]+)(?:\/songs\/([^/]+))?/.exec(usePathname()) ?? [];
  const project = useQuery(projectsQuery()).data?.find((candidate) => candidate.id === projectId);
  const songs = useQuery({ ...songsQuery(projectId), enabled: project !== undefined }).data ?? [];
  if (!project || !canDo(project.role, "upload")) return null;
  return { projectId, projectName: project.name, songs, ...(songId ? { songId } : {}) };
}
