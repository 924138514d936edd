"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import type { ExportView } from "@/lib/domains/exports/schema";
import { EXPORTS_KEY } from "./exports-query";

/** What one can do with an export; one deed at a time. */
export function useExportDeeds({ id }: ExportView) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      await client.invalidateQueries({ queryKey: EXPORTS_KEY });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    cancel: () => run(() => callApi(`/api/exports/${id}/cancel`, { method: "POST" })),
    makeAgain: () => run(() => callApi(`/api/exports/${id}/again`, { method: "POST" })),
    remove: () => run(() => callApi(`/api/exports/${id}`, { method: "DELETE" })),
  };
}
