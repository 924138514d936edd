"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectsQuery, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/toast";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { MovePreview } from "@/lib/domains/songs/moving/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { describeMove } from "./move-words";

interface MoveDialogProps {
  song: SongView;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Asks for the project to move a song to, and says beforehand who loses it and who gets it. */
export function MoveDialog({ song, isOpen, onOpenChange }: MoveDialogProps) {
  const [chosenId, setChosenId] = useState("");
  const move = useMove(song);
  const projects = useQuery({ ...projectsQuery(), enabled: isOpen }).data ?? [];
  const others = projects.filter(({ id, role }) => id !== song.projectId && canDo(role, "upload"));
  const chosen = others.find(({ id }) => id === chosenId);
  const path = `/api${songPath({ projectId: song.projectId, songId: song.id })}/move?projectId=${chosenId}`;
  const preview = useQuery({
    queryKey: ["song", song.id, "move", chosenId],
    queryFn: ({ signal }) => callApi<MovePreview>(path, { signal }),
    enabled: isOpen && chosen !== undefined,
    staleTime: 0,
  });
  return (
    <Dialog
      title={`Move ${song.name} to another project`}
      description="It goes with its versions and comments. Links to it lead to its new place."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      width="small"
      actions={
        others.length > 0 && (
          <Button
            variant="go"
            disabled={!chosen || !preview.data || move.isBusy}
            onClick={() => chosen && void move.run(chosen.id, () => onOpenChange(false))}
          >
            {chosen ? `Move to ${chosen.name}` : "Move"}
          </Button>
        )
      }
    >
      {others.length === 0 ? (
        <p className="text-grey-1">There is no other project in which you may add songs. Make one first.</p>
      ) : (
        <div className="grid gap-4">
          <Select
            label="Project"
            value={chosenId}
            onChange={(event) => setChosenId(event.target.value)}
            options={[
              { value: "", label: "Choose a project", isDisabled: true },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <div role="status" className="grid min-h-10 content-start gap-1 text-grey-1 text-ui">
            {preview.error && <p className="text-bad-text">{describeError(preview.error)}</p>}
            {preview.data && describeMove(preview.data.changes).map((line) => <p key={line}>{line}</p>)}
          </div>
        </div>
      )}
    </Dialog>
  );
}

function useMove(song: SongView) {
  const [isBusy, setBusy] = useState(false);
  const router = useRouter();
  const client = useQueryClient();
  const run = async (projectId: string, onDone: () => void) => {
    setBusy(true);
    try {
      const path = `/api${songPath({ projectId: song.projectId, songId: song.id })}/move`;
      const moved = await callApi<SongView>(path, { method: "POST", body: { projectId } });
      onDone();
      showToast({ message: `${song.name} is in ${moved.projectName}` });
      router.replace(songPath({ projectId, songId: song.id }));
      await client.invalidateQueries({ queryKey: ["projects"] });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, run };
}
