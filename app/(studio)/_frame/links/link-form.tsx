"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { projectPath, songQuery, songsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { copyText } from "@/app/_client/copy-text";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Select } from "@/app/_ui/select";
import { FormError } from "@/app/(auth)/form-error";
import type { LinkView } from "@/lib/domains/links/schema";
import type { ShareTarget } from "../share-target";
import { LinkFields, readLinkFields } from "./link-fields";
import { LINKS_KEY } from "./links-query";
import { linkPath } from "./use-link-deeds";

interface LinkFormProps {
  target: ShareTarget;
  /** The one that is changed; null makes a new one. */
  link: LinkView | null;
  onClose: () => void;
}

const FIELDS = ["label", "songIds", "pinnedVersionId", "expiresAt", "maxGuests", "password"];

/** Makes a link and copies it, or changes what one allows. */
export function LinkForm({ target, link, onClose }: LinkFormProps) {
  const client = useQueryClient();
  const [extent, setExtent] = useState("project");
  const songId = link ? onlySong(link) : target.song?.id;
  const form = useForm(FIELDS, async (values) => {
    const fields = readLinkFields(values, link);
    if (link) {
      await callApi<LinkView>(linkPath(link), { method: "PATCH", body: fields });
    } else {
      const chosen = Object.keys(values).flatMap((name) => (name.startsWith("song:") ? [name.slice(5)] : []));
      const songIds = target.song ? [target.song.id] : chosen;
      const isWhole = !target.song && extent === "project";
      const body = { ...fields, ...(isWhole ? {} : { songIds }) };
      const made = await callApi<LinkView>(`/api${projectPath(target.projectId)}/links`, { method: "POST", body });
      if (made.url) await copyText(made.url, "The link is made and copied.");
    }
    await client.invalidateQueries({ queryKey: LINKS_KEY });
    onClose();
  });
  return (
    <form
      onSubmit={form.onSubmit}
      noValidate
      aria-label={link ? "Change the link" : "New link"}
      className="mt-2 grid gap-4 rounded-panel border border-grey-3 p-4"
    >
      {form.error && <FormError message={form.error} />}
      {!link && !target.song && (
        <Select
          label="It leads to"
          value={extent}
          onChange={(event) => setExtent(event.target.value)}
          options={[
            { value: "project", label: `All of ${target.projectName}, also what will come` },
            { value: "songs", label: "Songs that I choose" },
          ]}
          error={form.fieldError("songIds")}
        />
      )}
      {!link && !target.song && extent === "songs" && <SongChoice projectId={target.projectId} />}
      <PinnableFields {...{ form, link, songId }} projectId={target.projectId} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="go" disabled={form.isBusy}>
          {link ? "Save" : "Make and copy"}
        </Button>
      </div>
    </form>
  );
}

function onlySong(link: LinkView): string | undefined {
  return link.songs.length === 1 ? link.songs[0]?.id : undefined;
}

interface PinnableProps {
  form: Parameters<typeof LinkFields>[0]["form"];
  link: LinkView | null;
  projectId: string;
  songId: string | undefined;
}

function PinnableFields({ form, link, projectId, songId = "" }: PinnableProps) {
  const song = useQuery({ ...songQuery({ projectId, songId }), enabled: songId !== "" }).data;
  // The fields keep what was typed; the versions come into them when they are there.
  return <LinkFields form={form} link={link} versions={songId === "" ? [] : (song?.versions ?? [])} />;
}

function SongChoice({ projectId }: { projectId: string }) {
  const songs = useQuery(songsQuery(projectId)).data ?? [];
  return (
    <fieldset className="grid max-h-48 gap-1.5 overflow-y-auto">
      <legend className="mb-1.5 font-strong text-ui">Songs</legend>
      {songs.map((song) => (
        <Checkbox key={song.id} name={`song:${song.id}`} label={<bdi>{song.name}</bdi>} />
      ))}
    </fieldset>
  );
}
