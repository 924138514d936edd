"use client";
import { useCallback } from "react";
import { showToast } from "@/app/_ui/toast";
import { describeError } from "../api/api-error";
import { useUploads } from "./upload-provider";
import type { UploadStore } from "./upload-store";

/** Does something with the tab's uploads; a failure is said. */
export function useUploadActions(): (act: (store: UploadStore) => unknown) => void {
  const uploads = useUploads();
  return useCallback(
    (act) => {
      const run = async () => {
        await act(await uploads.load());
      };
      run().catch((error: unknown) => showToast({ message: describeError(error), tone: "bad" }));
    },
    [uploads],
  );
}
