"use client";
import { useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";

/** A project or, with `songId`, one song of it. */
export interface Archivable {
  projectId: string;
  songId?: string;
  name: string;
}

/** Lays something in the archive, or takes it out, and says so with a way back; answers whether it worked. */
export function useArchiving(): (thing: Archivable, isArchived: boolean) => Promise<boolean> {
  const client = useQueryClient();
  const put = async ({ projectId, songId, name }: Archivable, isArchived: boolean): Promise<boolean> => {
    const id = `archive-${songId ?? projectId}`;
    const path = songId ? songPath({ projectId, songId }) : projectPath(projectId);
    try {
      await callApi(`/api${path}`, { method: "PATCH", body: { isArchived } });
      showToast({
        message: isArchived ? `${name} is in the archive` : `${name} is back from the archive`,
        detail: isArchived ? "Out of the lists, still there to hear and read." : undefined,
        action: {
          label: "Undo",
          onPress: () => void put({ projectId, name, ...(songId ? { songId } : {}) }, !isArchived),
        },
        id,
      });
      return true;
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad", id });
      return false;
    } finally {
      // It moves from list to list, in the tree, on home and in the archive.
      await client.invalidateQueries();
    }
  };
  return put;
}
