"use client";
import { type ReactNode, useRef } from "react";
import type { SongAddress } from "../api/queries";
import { useUploadActions } from "./use-upload-actions";

/** Files that go with a song, by the system's picker: where they go is plain, so nothing is asked. */
export function useSongFilePicker({
  projectId,
  songId,
  songName,
  projectName,
}: SongAddress & { songName: string; projectName: string }): { choose: () => void; input: ReactNode } {
  const input = useRef<HTMLInputElement>(null);
  const act = useUploadActions();
  const add = (files: File[]) => {
    const place = { song: { projectId, songId }, songName, projectName, newSongIn: null };
    act((store) => store.add(files.map((file) => ({ ...place, file, fileName: file.name, purpose: "attachment" }))));
  };
  return {
    choose: () => input.current?.click(),
    input: (
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Choose files of the song"
        onChange={(event) => {
          add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    ),
  };
}
