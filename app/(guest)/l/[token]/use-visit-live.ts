"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { followLive } from "@/app/_client/live/live";
import { nameTopic } from "@/lib/core/live-topics";
import type { VisitChange } from "@/lib/domains/links/visiting/schema";
import { type VisitAddress, visitCommentsQuery, visitSongQuery } from "./visit-queries";

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
    let isFirst = true;
    return followLive(nameTopic("visit", linkId, songId), null, {
      onReady: ({ hasGap }) => {
        // What came before it was open is not told.
        if (isFirst || hasGap) readAnew();
        isFirst = false;
      },
      onTold: ({ data }) => {
        const { part } = data as VisitChange;
        if (part === "comments") void client.invalidateQueries(visitCommentsQuery(address));
        else void client.invalidateQueries(visitSongQuery(address));
      },
      onEnded: () => {
        router.refresh();
        readAnew();
      },
    });
  }, [client, router, linkId, songId]);
}
