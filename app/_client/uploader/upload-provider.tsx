"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { showToast } from "@/app/_ui/toast";
import { invalidateCalmly } from "../api/invalidate-calmly";
import { homeQuery, projectsQuery, songPath, songsQuery } from "../api/queries";
import { createLazyUploads, type LazyUploads } from "./lazy-uploads";
import type { UploadItem } from "./upload-item";

const UploadContext = createContext<LazyUploads | null>(null);
/** After what the page itself needs. */
const WARM_UP_AFTER_MS = 2_000;
/** What was left is looked for when one comes back to the page, and no more often than this. */
const LOOK_EVERY_MS = 10_000;
const NONE: readonly UploadItem[] = [];

/** Put once in the layout: uploads go on while pages change, and leaving the site asks first. */
export function UploadProvider({ accountId, children }: { accountId: string; children: ReactNode }) {
  const client = useQueryClient();
  const router = useRouter();
  const [uploads] = useState(() =>
    createLazyUploads({
      accountId,
      onChanged: (projectId, songId) => {
        invalidateCalmly(client, projectsQuery());
        invalidateCalmly(client, songsQuery(projectId));
        invalidateCalmly(client, homeQuery());
        if (songId) invalidateCalmly(client, { queryKey: ["song", songId], exact: true });
        if (songId) invalidateCalmly(client, { queryKey: ["song", songId, "attachments"] });
      },
      onKnown: ([item, ...others]) => {
        if (!item) return;
        const message = others.length === 0 ? "On its way already" : `${others.length + 1} are on their way already`;
        showToast({ message, detail: `${item.fileName} was not begun again.` });
      },
      onDone: (item, upload) => {
        const { version, attachment } = upload;
        if (attachment) {
          const message = `${item.fileName} goes with ${attachment.songName}`;
          showToast({ message, id: `upload-${item.id}` });
        }
        if (!version) return;
        const path = songPath({ projectId: upload.projectId, songId: upload.songId });
        showToast({
          message: `${version.songName} v${version.number} is in ${version.projectName}`,
          durationMs: 12_000,
          id: `upload-${item.id}`,
          action: { label: "Listen", onPress: () => router.push(`${path}?version=${version.id}`) },
        });
      },
    }),
  );
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (uploads.isBusy()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [uploads]);
  useEffect(() => {
    let lookedAtMs = Number.NEGATIVE_INFINITY;
    const look = () => {
      if (document.visibilityState === "hidden" || performance.now() - lookedAtMs < LOOK_EVERY_MS) return;
      lookedAtMs = performance.now();
      // So that it is there when the line is not. Should it fail, whoever uploads hears of it, and what was left is
      // looked for when somebody is back at this page.
      uploads
        .load()
        .then((store) => store.findLeft())
        .catch(() => undefined);
    };
    const timer = setTimeout(look, WARM_UP_AFTER_MS);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("online", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("online", look);
    };
  }, [uploads]);
  return <UploadContext value={uploads}>{children}</UploadContext>;
}

export function useUploads(): LazyUploads {
  const uploads = useContext(UploadContext);
  if (!uploads) throw new Error("useUploads needs an UploadProvider above it");
  return uploads;
}

export function useUploadItems(): readonly UploadItem[] {
  const uploads = useUploads();
  return useSyncExternalStore(uploads.subscribe, uploads.getItems, () => NONE);
}
