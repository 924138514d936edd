import { queryOptions } from "@tanstack/react-query";
import { readSettled } from "@/app/_client/api/live-seq";
import { type SongAddress, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import type { BriefView } from "@/lib/domains/briefs/schema";

/** A version of a song. */
export interface VersionAddress extends SongAddress {
  versionId: string;
}

/** Of all versions. */
export const briefsKey = ({ songId }: SongAddress) => ["song", songId, "briefs"];

export function briefsPath(version: VersionAddress): string {
  return `/api${songPath(version)}/versions/${version.versionId}/briefs`;
}

/** The briefs of a version, newest first. */
export const briefsQuery = (version: VersionAddress) =>
  queryOptions({
    queryKey: [...briefsKey(version), version.versionId],
    queryFn: ({ signal }) =>
      readSettled(
        version.songId,
        "briefs",
        async () => (await callApi<{ items: BriefView[] }>(briefsPath(version), { signal })).items,
      ),
  });
