"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, sharesQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { showToast } from "@/app/_ui/toast";
import { usePerson } from "./person";

/** A project or, with `songId`, one song of it that was shared by itself. */
interface Leavable {
  projectId: string;
  songId?: string;
  name: string;
}

/** Ends one's own membership, leads home and says so. */
export function useLeave(): (thing: Leavable) => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  const me = usePerson();
  return async ({ projectId, songId, name }) => {
    try {
      const { members } = await client.fetchQuery({ ...sharesQuery(projectId, songId), staleTime: 0 });
      const own = members.find((member) => member.person.id === me.id && member.songId === (songId ?? null));
      if (own) await callApi(`/api${projectPath(projectId)}/shares/${own.membershipId}`, { method: "DELETE" });
      router.push("/");
      showToast({ message: `You left ${name}` });
      // What can't be opened any more must not be asked for again.
      client.removeQueries({ queryKey: songId ? ["song", songId] : ["projects", projectId] });
      await client.invalidateQueries();
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
}
