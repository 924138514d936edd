"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { LinkView } from "@/lib/domains/links/schema";
import { LINKS_KEY } from "./links-query";

export function linkPath(link: Pick<LinkView, "id" | "projectId">): string {
  return `/api${projectPath(link.projectId)}/links/${link.id}`;
}

/** Ends a link, or keeps a guest out; the lists follow, and what went wrong is told. */
export function useLinkDeeds(link: LinkView) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const act = async (call: () => Promise<unknown>, told: string) => {
    setBusy(true);
    try {
      await call();
      showToast({ message: told });
      await client.invalidateQueries({ queryKey: LINKS_KEY });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    revoke: (told: string) => act(() => callApi(linkPath(link), { method: "DELETE" }), told),
    block: (guestId: string, isBlocked: boolean, told: string) =>
      act(() => callApi(`${linkPath(link)}/guests/${guestId}`, { method: "PATCH", body: { isBlocked } }), told),
  };
}
