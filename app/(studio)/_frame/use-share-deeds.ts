"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, sharesQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { ShareChange } from "@/lib/domains/shares/schema";

/** Takes a share away or mails an invite again; the list follows, and what went wrong is told. */
export function useShareDeeds(projectId: string, shareId: string) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const path = `/api${projectPath(projectId)}/shares/${shareId}`;

  const act = async (call: () => Promise<unknown>, told: string | null) => {
    setBusy(true);
    try {
      await call();
      if (told !== null) showToast({ message: told });
      await client.invalidateQueries(sharesQuery(projectId));
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    change: (body: ShareChange) => act(() => callApi(path, { method: "PATCH", body }), null),
    remove: (told: string) => act(() => callApi(path, { method: "DELETE" }), told),
    resend: (told: string) => act(() => callApi(`${path}/resend`, { method: "POST" }), told),
  };
}
