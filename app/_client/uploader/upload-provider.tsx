"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { showToast } from "@/app/_ui/toast";
import { homeQuery, projectsQuery, songPath, songsQuery } from "../api/queries";
import { createLazyUploads, type LazyUploads } from "./lazy-uploads";
import type { UploadItem } from "./upload-item";

const UploadContext = createContext<LazyUploads | null>(null);
/** After what the page itself needs. */
const WARM_UP_AFTER_MS = 2_000;
const NONE: readonly UploadItem[] = [];

/** Put once in the layout: uploads go on while pages change, and leaving the site asks first. */
export function UploadProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const router = useRouter();
  const [uploads] = useState(() =>
    createLazyUploads({
      onChanged: (projectId, songId) => {
        void client.invalidateQueries(projectsQuery());
        void client.invalidateQueries(songsQuery(projectId));
        void client.invalidateQueries(homeQuery());
        if (songId) void client.invalidateQueries({ queryKey: ["song", songId], exact: true });
      },
      onDone: (item, upload) => {
        const version = upload.version;
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
      if (uploads.hasUnfinished()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    const timer = setTimeout(() => {
      // So that it is there when the line is not. Should it fail, whoever uploads hears of it.
      uploads.load().catch(() => undefined);
    }, WARM_UP_AFTER_MS);
    return () => {
      window.removeEventListener("beforeunload", warn);
      clearTimeout(timer);
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
