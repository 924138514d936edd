"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { notificationsQuery } from "@/app/_client/api/queries";
import { useMarkSeen } from "@/app/(studio)/_frame/use-mark-seen";

/** Who looks for so long has seen it; a page in the background, or one that was passed through, was not looked at. */
const LOOK_MS = 2_000;

/** Marks what was told of a song as seen once its page was really looked at, whichever way somebody came. */
export function useSeeSong(songId: string): void {
  const items = useQuery(notificationsQuery()).data?.items ?? [];
  const unseen = items.filter((item) => item.songId === songId && !item.seenAt).map(({ id }) => id);
  const key = unseen.join(" ");
  const markSeen = useMarkSeen();
  const see = useRef<() => void>(() => undefined);
  useEffect(() => {
    see.current = () => void markSeen({ ids: unseen });
  });
  useEffect(() => {
    if (key === "") return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(() => see.current(), LOOK_MS);
    };
    watch();
    document.addEventListener("visibilitychange", watch);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", watch);
    };
  }, [key]);
}
