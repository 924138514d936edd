"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { followEvents } from "@/app/_client/api/follow-events";
import type { VisitChange } from "@/lib/domains/links/visiting/schema";
import { type VisitAddress, visitCommentsQuery, visitSongPath, visitSongQuery } from "./visit-queries";

/** Follows a song by a link. When the link is another or over, the page asks the server what it is now. */
export function useVisitLive({ linkId, songId }: VisitAddress): void {
  const client = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    const address = { linkId, songId };
    const readAnew = () => {
      void client.invalidateQueries(visitSongQuery(address));
      void client.invalidateQueries(visitCommentsQuery(address));
    };
    return followEvents({
      path: () => `${visitSongPath(address)}/events`,
      on: {
        // What came before it was open, or while it was cut, is not told.
        ready: readAnew,
        changed: (event) => {
          const { part } = JSON.parse(event.data) as VisitChange;
          if (part === "comments") void client.invalidateQueries(visitCommentsQuery(address));
          else void client.invalidateQueries(visitSongQuery(address));
        },
        over: () => {
          router.refresh();
          readAnew();
        },
      },
      onRefused: () => router.refresh(),
    });
  }, [client, router, linkId, songId]);
}
