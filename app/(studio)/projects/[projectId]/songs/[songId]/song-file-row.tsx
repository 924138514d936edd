"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Download, FileArchive, FileAudio, FileMusic, FileText, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { attachmentsQuery, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { IconButton } from "@/app/_ui/icon-button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import { usePerson } from "@/app/(studio)/_frame/person";
import { canDo } from "@/app/(studio)/_frame/rights";
import { useTellDeleted } from "@/app/(studio)/_frame/use-restore";
import { formatBytes } from "@/lib/core/format-bytes";
import type { AttachmentView } from "@/lib/domains/attachments/schema";
import type { SongView } from "@/lib/domains/songs/schema";

export function SongFileRow({ song, file }: { song: SongView; file: AttachmentView }) {
  const person = usePerson();
  const address = { projectId: song.projectId, songId: song.id };
  const path = `/api${songPath(address)}/attachments/${file.id}`;
  const remove = useRemoving(song, file, path);
  const mayDelete = canDo(song.role, "moderate") || (canDo(song.role, "edit") && file.createdBy.id === person.id);
  return (
    <li className="flex min-h-11 items-center gap-3 border-grey-3 border-b py-1 last:border-0">
      <span aria-hidden className="text-grey-2 [&_svg]:size-4">
        {iconOf(file)}
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-strong">
          <bdi>{file.name}</bdi>
        </p>
        <p className="truncate text-grey-2 text-meta tabular-nums">
          {file.kind} · {formatBytes(file.sizeBytes)} · <bdi>{file.createdBy.name}</bdi>{" "}
          <RelativeTime instant={file.createdAt} />
        </p>
      </div>
      {mayDelete && (
        <IconButton label={`Delete ${file.name}`} onClick={() => void remove()}>
          <Trash2 aria-hidden />
        </IconButton>
      )}
      {song.canDownload && (
        <IconButton label={`Download ${file.name}`} asChild>
          <a href={`${path}/download`} download>
            <Download aria-hidden />
          </a>
        </IconButton>
      )}
    </li>
  );
}

/** Asks nothing: it waits in the trash, with a way back at once. */
function useRemoving(song: SongView, file: AttachmentView, path: string): () => Promise<void> {
  const client = useQueryClient();
  const tellDeleted = useTellDeleted();
  return async () => {
    try {
      await callApi(path, { method: "DELETE" });
      tellDeleted({ id: file.id, name: file.name });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
    await client.invalidateQueries(attachmentsQuery({ projectId: song.projectId, songId: song.id }));
  };
}

function iconOf({ kind, contentType }: AttachmentView): ReactNode {
  if (kind === "MIDI" || kind === "MusicXML" || kind === "Guitar Pro tab") return <FileMusic />;
  if (contentType.startsWith("audio/")) return <FileAudio />;
  return kind === "PDF" || kind === "Text" ? <FileText /> : <FileArchive />;
}
