"use client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Dialog } from "@/app/_ui/dialog";
import { Skeleton } from "@/app/_ui/skeleton";
import { showToast } from "@/app/_ui/toast";
import type { NoticeReach, PlaceLevel } from "@/lib/domains/notifications/preferences/schema";
import { LEVEL_WORDS } from "./level-words";

interface NoticeLevelDialogProps {
  projectId: string;
  song?: { id: string; name: string };
  name: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** How much one hears of a project, or of one song of it. */
export function NoticeLevelDialog({ projectId, song, name, isOpen, onOpenChange }: NoticeLevelDialogProps) {
  const path = `/api${song ? songPath({ projectId, songId: song.id }) : projectPath(projectId)}/notice-level`;
  return (
    <Dialog
      title={`Notify me about ${name}`}
      description={
        song
          ? "For this song alone; it counts before what you chose for its project."
          : "For all songs of the project, unless you choose otherwise for one of them."
      }
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <Levels path={path} isSong={song !== undefined} />
    </Dialog>
  );
}

const levelQuery = (path: string) =>
  queryOptions({ queryKey: ["notice-level", path], queryFn: ({ signal }) => callApi<PlaceLevel>(path, { signal }) });

function Levels({ path, isSong }: { path: string; isSong: boolean }) {
  const client = useQueryClient();
  const group = useId();
  const level = useQuery(levelQuery(path));
  // What was pressed, until the server has said it.
  const [pressed, setPressed] = useState<NoticeReach | "project" | null>(null);
  const choose = async (wanted: NoticeReach | "project") => {
    setPressed(wanted);
    try {
      const body = { level: wanted === "project" ? null : wanted };
      client.setQueryData(levelQuery(path).queryKey, await callApi<PlaceLevel>(path, { method: "PUT", body }));
      // A song without a choice of its own follows its project.
      await client.invalidateQueries({ queryKey: ["notice-level"] });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setPressed(null);
    }
  };
  if (level.isError) return <p className="text-bad-text">{describeError(level.error)}</p>;
  const own = pressed ?? level.data?.own ?? (isSong ? "project" : "all");
  const options = [
    ...(isSong ? [{ value: "project" as const, ...LEVEL_WORDS.project }] : []),
    ...(["all", "personal", "nothing"] as const).map((value) => ({ value, ...LEVEL_WORDS[value] })),
  ];
  return (
    <div role="radiogroup" aria-label="Notify me" className="grid" aria-busy={level.isPending}>
      {options.map(({ value, label, hint }) => (
        <label
          key={value}
          className="flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-2 py-1.5 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent-text"
        >
          {level.isPending ? (
            <Skeleton className="size-4 rounded-full" />
          ) : (
            <input
              type="radio"
              name={group}
              value={value}
              checked={own === value}
              onChange={() => void choose(value)}
              className="size-4 shrink-0 accent-ink"
            />
          )}
          <span className="min-w-0">
            <span className="block font-strong">{label}</span>
            <span className="block text-pretty text-grey-2 text-meta">{hint}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
