"use client";
import { useQuery } from "@tanstack/react-query";
import type { VersionView } from "@/lib/domains/versions/schema";
import { ApiError } from "../api/api-error";
import { songPath } from "../api/queries";

async function fetchBytes(path: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(path, { signal });
  if (response.ok) return response.arrayBuffer();
  throw new ApiError({
    status: response.status,
    code: "unavailable",
    reason: "no_peaks",
    detail: "The waveform could not be loaded. Reload the page to try again.",
  });
}

/** The waveform of a version as bytes: peaks, and the loudness within them. Null until they are there and wanted. */
export function usePeaks(
  song: { id: string; projectId: string },
  version: VersionView | null,
  isWanted = true,
): Waveform {
  const isThere = version?.analysis.hasPeaks ?? false;
  const path = `/api${songPath({ projectId: song.projectId, songId: song.id })}/versions/${version?.id ?? ""}/peaks`;
  return usePeaksAt(path, version?.id, isThere, isWanted);
}

interface Waveform {
  peaks: ArrayBuffer | null;
  rms: Uint8Array | null;
}

/** As `usePeaks`, from any address. */
export function usePeaksAt(path: string, versionId: string | undefined, isThere: boolean, isWanted = true): Waveform {
  const options = { enabled: isThere && isWanted, staleTime: Number.POSITIVE_INFINITY };
  const peaks = useQuery({
    ...options,
    queryKey: ["peaks", versionId],
    queryFn: ({ signal }) => fetchBytes(path, signal),
  });
  const rms = useQuery({
    ...options,
    queryKey: ["peaks", versionId, "rms"],
    queryFn: async ({ signal }) => new Uint8Array(await fetchBytes(`${path}?layer=rms`, signal)),
  });
  return { peaks: (isThere && peaks.data) || null, rms: (isThere && rms.data) || null };
}
