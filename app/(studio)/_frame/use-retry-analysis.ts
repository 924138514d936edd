"use client";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { type SongAddress, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";

/** Measures a version again that could not be measured. */
export function useRetryAnalysis({ versionId, ...song }: SongAddress & { versionId: string }) {
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      await callApi(`/api${songPath(song)}/versions/${versionId}/retry`, { method: "POST" });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, retry };
}
