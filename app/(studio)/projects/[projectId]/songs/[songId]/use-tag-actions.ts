"use client";
import { useMemo } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { SongView } from "@/lib/domains/songs/schema";
import type { TagView } from "@/lib/domains/tags/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { usePutVersion } from "./use-put-version";

export interface TagActions {
  /** @throws ApiError */
  add: (word: string) => Promise<void>;
  /** Asks the model for suggestions. @throws ApiError */
  ask: () => Promise<void>;
  accept: (tag: TagView) => Promise<void>;
  /** Takes a tag off, with a way back. */
  dismiss: (tag: TagView) => Promise<void>;
}

/** What can be done with a version's tags. */
export function useTagActions(song: SongView, version: VersionView): TagActions {
  const put = usePutVersion(song);
  const { projectId, id: songId } = song;
  const versionPath = `/api${songPath({ projectId, songId })}/versions/${version.id}`;
  return useMemo(() => {
    const path = `${versionPath}/tags`;
    const decide = async (tag: TagView, state: "accepted" | "dismissed"): Promise<boolean> => {
      try {
        await put(() => callApi<VersionView>(`${path}/${tag.id}`, { method: "PATCH", body: { state } }));
        return true;
      } catch (error) {
        showToast({ message: describeError(error), tone: "bad" });
        return false;
      }
    };
    return {
      add: (word) => put(() => callApi<VersionView>(path, { method: "POST", body: { name: word } })),
      ask: () => put(() => callApi<VersionView>(`${versionPath}/suggestions`, { method: "POST" })),
      accept: async (tag) => void (await decide(tag, "accepted")),
      dismiss: async (tag) => {
        if (!(await decide(tag, "dismissed"))) return;
        const undo = { label: "Undo", onPress: () => void decide(tag, "accepted") };
        showToast({
          message: `${tag.label} is off this version`,
          // What was never accepted is not brought back as if it had been.
          ...(tag.state === "accepted" ? { action: undo } : {}),
        });
      },
    };
  }, [put, versionPath]);
}
