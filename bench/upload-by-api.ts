import type { SignedParts, UploadView } from "@/lib/domains/uploads/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import type { ApiPerson } from "../e2e/api-person";

export interface SongPlace {
  projectId: string;
  songId: string;
}

export async function createSong(client: ApiPerson): Promise<SongPlace> {
  const project = await client.call<{ id: string }>("POST", "/api/projects", { name: "Bench" });
  const song = await client.call<{ id: string }>("POST", `/api/projects/${project.id}/songs`, { name: "Bench" });
  return { projectId: project.id, songId: song.id };
}

/** Brings bytes the way the browser does, and answers when completion was acknowledged. */
export async function uploadByApi(client: ApiPerson, place: SongPlace, bytes: Buffer): Promise<UploadView> {
  const base = `/api/projects/${place.projectId}/songs/${place.songId}/uploads`;
  const upload = await client.call<UploadView>("POST", base, {
    fileName: "bench.wav",
    sizeBytes: bytes.length,
    contentType: "audio/wav",
    idempotencyKey: crypto.randomUUID(),
  });
  for (let number = 1; number <= upload.partCount; number++) {
    const part = bytes.subarray((number - 1) * upload.partSizeBytes, number * upload.partSizeBytes);
    const signed = await client.call<SignedParts>("POST", `${base}/${upload.id}/parts`, {
      parts: [{ number, sizeBytes: part.length }],
    });
    const { url, headers } = signed.parts[0] ?? { url: "", headers: {} };
    const sent = await fetch(url, { method: "PUT", headers, body: new Uint8Array(part) });
    if (!sent.ok) throw new Error(`The storage answered ${sent.status}.`);
  }
  return client.call<UploadView>("POST", `${base}/${upload.id}/complete`);
}

/** Milliseconds until the waveform of a version can be fetched. */
export async function waitForPeaks(
  client: ApiPerson,
  place: SongPlace,
  versionId: string,
  withinMs: number,
): Promise<number> {
  const path = `/api/projects/${place.projectId}/songs/${place.songId}/versions/${versionId}`;
  const startedAt = performance.now();
  while (performance.now() - startedAt < withinMs) {
    const version = await client.call<VersionView>("GET", path);
    if (version.analysis.hasPeaks) return performance.now() - startedAt;
    if (version.analysis.state === "failed") throw new Error(version.analysis.message ?? "The analysis failed.");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`No waveform within ${withinMs} ms.`);
}
