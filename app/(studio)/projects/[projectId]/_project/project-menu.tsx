"use client";
import { useQueryClient } from "@tanstack/react-query";
import {
  Archive,
  ArchiveRestore,
  Bell,
  ChartColumn,
  Download,
  Ellipsis,
  History,
  LogOut,
  Music,
  Sparkles,
  Trash2,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { homeQuery, projectPath, projectQuery, projectsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { showToast } from "@/app/_ui/toast";
import { AiConsentDialog } from "@/app/(studio)/_frame/ai-consent-dialog";
import { ExportProjectDialog } from "@/app/(studio)/_frame/exports/export-project-dialog";
import { ReportDialog } from "@/app/(studio)/_frame/exports/report-dialog";
import { LeaveDialog } from "@/app/(studio)/_frame/leave-dialog";
import { NoticeLevelDialog } from "@/app/(studio)/_frame/notice-level-dialog";
import { canDo } from "@/app/(studio)/_frame/rights";
import { useArchiving } from "@/app/(studio)/_frame/use-archiving";
import { useTellDeleted } from "@/app/(studio)/_frame/use-restore";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { NewSongDialog } from "./new-song-dialog";

export function ProjectMenu({ project, onActivity }: { project: ProjectView; onActivity: () => void }) {
  const [asks, setAsks] = useState<"song" | "ai" | "notices" | "export" | "report" | "leave" | "delete" | null>(null);
  const canEdit = canDo(project.role, "edit");
  const router = useRouter();
  const client = useQueryClient();
  const tellDeleted = useTellDeleted();
  const archive = useArchiving();
  const remove = async () => {
    try {
      await callApi(`/api${projectPath(project.id)}`, { method: "DELETE" });
      router.push("/");
      tellDeleted({ id: project.id, name: project.name });
      // What is gone must not be asked for again.
      client.removeQueries({ queryKey: projectQuery(project.id).queryKey });
      await Promise.all([
        client.invalidateQueries({ queryKey: projectsQuery().queryKey, exact: true }),
        client.invalidateQueries(homeQuery()),
      ]);
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<History aria-hidden />} onSelect={onActivity}>
          Activity
        </MenuItem>
        <MenuItem icon={<Bell aria-hidden />} onSelect={() => setAsks("notices")}>
          Notify me
        </MenuItem>
        {project.role !== null && (
          <MenuItem icon={<Download aria-hidden />} onSelect={() => setAsks("export")}>
            Download everything
          </MenuItem>
        )}
        <MenuItem icon={<ChartColumn aria-hidden />} onSelect={() => setAsks("report")}>
          Activity report
        </MenuItem>
        {canEdit && !project.isArchived && (
          <MenuItem icon={<Music aria-hidden />} onSelect={() => setAsks("song")}>
            New song without a take
          </MenuItem>
        )}
        {canDo(project.role, "moderate") && (
          <MenuItem icon={<Sparkles aria-hidden />} onSelect={() => setAsks("ai")}>
            AI suggestions
          </MenuItem>
        )}
        {canEdit && (
          <MenuItem
            icon={project.isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            onSelect={() => void archive({ projectId: project.id, name: project.name }, !project.isArchived)}
          >
            {project.isArchived ? "Bring back from the archive" : "Archive project"}
          </MenuItem>
        )}
        {project.role !== "owner" && (
          <MenuItem icon={<LogOut aria-hidden />} onSelect={() => setAsks("leave")}>
            Leave project
          </MenuItem>
        )}
        {canDo(project.role, "moderate") && (
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsks("delete")}>
            Delete project
          </MenuItem>
        )}
      </Menu>
      <NewSongDialog
        project={project}
        isOpen={asks === "song"}
        onOpenChange={(isOpen) => setAsks(isOpen ? "song" : null)}
      />
      <NoticeLevelDialog
        projectId={project.id}
        name={project.name}
        isOpen={asks === "notices"}
        onOpenChange={(isOpen) => setAsks(isOpen ? "notices" : null)}
      />
      <ExportProjectDialog
        project={project}
        isOpen={asks === "export"}
        onOpenChange={(isOpen) => setAsks(isOpen ? "export" : null)}
      />
      <ReportDialog
        project={project}
        isOpen={asks === "report"}
        onOpenChange={(isOpen) => setAsks(isOpen ? "report" : null)}
      />
      <AiConsentDialog
        project={project}
        isOpen={asks === "ai"}
        onOpenChange={(isOpen) => setAsks(isOpen ? "ai" : null)}
      />
      <LeaveDialog
        projectId={project.id}
        name={project.name}
        isOpen={asks === "leave"}
        onOpenChange={(isOpen) => setAsks(isOpen ? "leave" : null)}
      />
      <AlertDialog
        title={`Delete ${project.name}?`}
        description={`${describeSongs(project.songCount + project.archivedSongCount)} and all comments go with it, for everybody. You can bring it back from the trash for a month.`}
        actionLabel="Delete project"
        isOpen={asks === "delete"}
        onOpenChange={(isOpen) => setAsks(isOpen ? "delete" : null)}
        onAction={() => void remove()}
      />
    </>
  );
}

function describeSongs(count: number): string {
  if (count === 0) return "The name";
  return count === 1 ? "Its one song, every version of it" : `Its ${count} songs, every version of them`;
}
