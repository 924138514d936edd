"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { notificationsQuery } from "@/app/_client/api/queries";
import { createRested } from "@/app/_client/api/rested";
import { followLive } from "@/app/_client/live/live";
import { nameTopic } from "@/lib/core/live-topics";

/** Keeps the count of unread notices, and their lists, in step. Draws nothing. */
export function NoticesLive() {
  const client = useQueryClient();
  useEffect(() => {
    const { ask, stop } = createRested(() => client.invalidateQueries(notificationsQuery()));
    const leave = followLive(nameTopic("notices"), null, {
      onReady: ({ hasGap }) => {
        if (hasGap) ask();
      },
      onTold: ask,
    });
    return () => {
      leave();
      stop();
    };
  }, [client]);
  return null;
}
