"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import { MAX_PICTURE_BYTES, type PutCover } from "@/lib/domains/covers/schema";

/** A project or, with `songId`, a song of it. */
export interface CoverTarget {
  projectId: string;
  songId?: string;
  name: string;
  coverId: string | null;
}

/** Gives another cover, or takes it off, and says so with a way back. */
export function useChangeCover({ projectId, songId, name, coverId }: CoverTarget) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const path = `/api${songId === undefined ? projectPath(projectId) : songPath({ projectId, songId })}`;
  const id = `cover-${songId ?? projectId}`;
  const run = async (work: () => Promise<string>, undo?: () => void) => {
    setBusy(true);
    try {
      const message = await work();
      showToast({ message, id, action: undo && { label: "Undo", onPress: undo } });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad", id });
    } finally {
      setBusy(false);
      // It is on the page, in lists, on home and in the archive.
      await client.invalidateQueries();
    }
  };
  const show = async (wanted: string | null) => {
    await callApi(path, { method: "PATCH", body: { coverId: wanted } });
    return wanted === null ? `${name} has no picture` : `${name} has its picture back`;
  };
  const backTo = (before: string | null) => () => void run(() => show(before));
  const choose = async (picture: File) => {
    if (picture.size > MAX_PICTURE_BYTES) {
      showToast({ message: "This picture is larger than 10 MB. Save it smaller, and choose that.", tone: "bad", id });
      return;
    }
    const put = async () => {
      await callApi<PutCover>(`${path}/cover`, { method: "PUT", bytes: picture });
      return `${name} has a new cover`;
    };
    await run(put, backTo(coverId));
  };
  return { isBusy, choose, takeOff: () => run(() => show(null), backTo(coverId)) };
}
