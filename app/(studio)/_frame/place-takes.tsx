"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { projectsQuery, songsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import type { PreparedTakes } from "@/app/_client/uploader/prepare-takes";
import { UploadDialog } from "@/app/_client/uploader/upload-dialog";
import type { UploadTarget } from "@/app/_client/uploader/upload-target";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { usePerson } from "./person";
import { listPlaces, NEW_PROJECT } from "./take-places";

interface PlaceTakesProps {
  chosen: PreparedTakes;
  onClose: () => void;
}

const NO_SONGS: UploadTarget["songs"] = [];

/** Asks for the project that takes go to, or the name of a new one, and then as the project's own page does. */
export function PlaceTakes({ chosen, onClose }: PlaceTakesProps) {
  const client = useQueryClient();
  const { isVerified } = usePerson();
  const openId = /^\/projects\/([^/]+)/.exec(usePathname())?.[1] ?? null;
  const projects = useQuery(projectsQuery()).data;
  const { places, first } = listPlaces(projects ?? [], openId, isVerified);
  const [picked, setPicked] = useState<string | null>(null);
  const [newName, setNewName] = useState(chosen.folder ?? "");
  const place = picked ?? first;
  const isNew = place === NEW_PROJECT;
  const songs = useQuery({ ...songsQuery(place), enabled: !isNew && place !== "" }).data;
  const made = useRef<{ name: string; id: string } | null>(null);
  const makeProject = async () => {
    const name = newName.trim();
    if (made.current?.name === name) return made.current.id;
    const { id } = await callApi<ProjectView>("/api/projects", { method: "POST", body: { name } });
    made.current = { name, id };
    await client.invalidateQueries(projectsQuery());
    return id;
  };
  const known = useMemo(() => (isNew ? NO_SONGS : (songs ?? NO_SONGS)), [isNew, songs]);
  const projectName = isNew ? newName.trim() : (projects?.find(({ id }) => id === place)?.name ?? "");
  const target: UploadTarget = {
    ...{ projectId: isNew ? "" : place, projectName: projectName || "the new project", songs: known },
    ...(isNew ? { makeProject } : {}),
  };
  return (
    <UploadDialog
      target={target}
      takes={chosen.takes}
      titles={chosen.titles}
      onClose={onClose}
      isTargetKnown={isNew ? newName.trim() !== "" : songs !== undefined}
      placeFields={
        <div className="mb-4 grid grid-cols-1 gap-2 desk:grid-cols-2">
          {projects !== undefined && places.length === 0 ? (
            <p role="status" className="text-grey-1 desk:col-span-2">
              There is no project that you may upload to yet. Making one waits until your address is verified.
            </p>
          ) : (
            <Select
              label="Project"
              options={places}
              value={place}
              onChange={(event) => setPicked(event.target.value)}
            />
          )}
          {isNew && (
            <TextField
              label="Name of the new project"
              value={newName}
              maxLength={200}
              error={newName.trim() === "" ? "Give it a name." : undefined}
              onChange={(event) => setNewName(event.target.value)}
            />
          )}
        </div>
      }
    />
  );
}
