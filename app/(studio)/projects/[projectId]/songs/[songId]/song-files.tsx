"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { attachmentsQuery, type SongAddress } from "@/app/_client/api/queries";
import { useSongFilePicker } from "@/app/_client/uploader/use-song-file-picker";
import { Button } from "@/app/_ui/button";
import { canDo } from "@/app/(studio)/_frame/rights";
import { Section } from "@/app/(studio)/_frame/section";
import type { SongView } from "@/lib/domains/songs/schema";
import { SongFileRow } from "./song-file-row";

/** Stems, scores, MIDI and sessions that go with the song. */
export function SongFiles({ song }: { song: SongView }) {
  const address: SongAddress = { projectId: song.projectId, songId: song.id };
  const files = useQuery(attachmentsQuery(address)).data ?? [];
  const picker = useSongFilePicker({ ...address, songName: song.name, projectName: song.projectName });
  const canAdd = canDo(song.role, "upload");
  if (files.length === 0 && !canAdd) return null;
  const add = canAdd && (
    <Button variant="quiet" size="small" className={files.length === 0 ? "-ml-2" : ""} onClick={picker.choose}>
      <Plus aria-hidden />
      {files.length === 0 ? "Add stems, a score or a session" : "Add files"}
    </Button>
  );
  return (
    <div className="mt-2 max-desk:px-4">
      {picker.input}
      {files.length === 0 ? (
        add
      ) : (
        <Section title="Files" detail={files.length} aside={add}>
          <ul className="max-h-56 overflow-y-auto max-rail:max-h-none">
            {files.map((file) => (
              <SongFileRow key={file.id} song={song} file={file} />
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}
