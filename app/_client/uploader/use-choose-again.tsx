"use client";
import { type ReactNode, useCallback, useRef } from "react";
import { showToast } from "@/app/_ui/toast";
import { ACCEPT } from "./accept";
import { matchLeft } from "./left-uploads";
import type { UploadStore } from "./upload-store";
import { useUploadActions } from "./use-upload-actions";

/** Asks for the file of one upload that was left, or for those of all of them (`null`). Render `input` once. */
export function useChooseAgain(): { choose: (id: string | null) => void; input: ReactNode } {
  const act = useUploadActions();
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef<string | null>(null);
  const choose = useCallback((id: string | null) => {
    asked.current = id;
    if (!input.current) return;
    input.current.multiple = id === null;
    input.current.click();
  }, []);
  const take = (files: File[]) =>
    act((store) => {
      if (asked.current === null) return resumeAll(store, files);
      if (files[0]) store.resume(asked.current, files[0]);
    });
  return {
    choose,
    input: (
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        hidden
        aria-label="Choose the file again"
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    ),
  };
}

function resumeAll(store: UploadStore, files: File[]): void {
  const matches = matchLeft(files, store.getItems());
  for (const [file, item] of matches) store.resume(item.id, file);
  const others = files.filter((file) => !matches.has(file));
  if (others.length === 0) return;
  showToast({
    tone: "bad",
    message: others.length === 1 ? "One file was not asked for" : `${others.length} files were not asked for`,
    detail: `${others[0]?.name ?? ""} has another name or length than what was left. Drop it on a project to upload it.`,
  });
}
