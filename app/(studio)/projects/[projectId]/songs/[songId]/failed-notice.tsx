"use client";
import { CircleAlert, RotateCw } from "lucide-react";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { showToast } from "@/app/_ui/toast";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";

/** Why a version could not be measured, and the way to try again. */
export function FailedNotice({ song, version }: { song: SongView; version: VersionView }) {
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      const address = { projectId: song.projectId, songId: song.id };
      await callApi(`/api${songPath(address)}/versions/${version.id}/retry`, { method: "POST" });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div
      role="alert"
      className="mt-2.5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control bg-bad-wash px-3 py-2 text-bad-text max-desk:mx-4"
    >
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-56">
        {version.analysis.message ?? "This take could not be measured."} The file itself is kept.
      </p>
      <Button size="small" onClick={() => void retry()} disabled={isBusy}>
        <RotateCw aria-hidden />
        Try again
      </Button>
    </div>
  );
}
