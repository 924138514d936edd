"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { showToast } from "@/app/_ui/toast";
import { homeQuery, projectsQuery, songPath, songsQuery } from "../api/queries";
import type { UploadItem } from "./upload-item";
import { createUploadStore, type UploadStore } from "./upload-store";

const UploadContext = createContext<UploadStore | null>(null);
const NONE: readonly UploadItem[] = [];

/** Put once in the layout: uploads go on while pages change, and leaving the site asks first. */
export function UploadProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const router = useRouter();
  const [store] = useState(() =>
    createUploadStore({
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
      if (store.hasUnfinished()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [store]);
  return <UploadContext value={store}>{children}</UploadContext>;
}

export function useUploads(): UploadStore {
  const store = useContext(UploadContext);
  if (!store) throw new Error("useUploads needs an UploadProvider above it");
  return store;
}

export function useUploadItems(): readonly UploadItem[] {
  const store = useUploads();
  return useSyncExternalStore(store.subscribe, store.getItems, () => NONE);
}
