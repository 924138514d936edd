import type { DemoClient } from "./api";

interface Upload {
  id: string;
  partCount: number;
  partSizeBytes: number;
  version: { id: string } | null;
}

/** Brings one sound as the browser does: begin, sign, PUT, complete. Answers the version's id. */
export async function uploadSound(
  client: DemoClient,
  songPath: string,
  fileName: string,
  bytes: Buffer,
): Promise<string> {
  const begun = await client.call<Upload>("POST", `${songPath}/uploads`, {
    fileName,
    sizeBytes: bytes.length,
    contentType: "audio/wav",
    idempotencyKey: crypto.randomUUID(),
  });
  for (let number = 1; number <= begun.partCount; number++) {
    const part = bytes.subarray((number - 1) * begun.partSizeBytes, number * begun.partSizeBytes);
    const { parts } = await client.call<{ parts: { url: string; headers: Record<string, string> }[] }>(
      "POST",
      `${songPath}/uploads/${begun.id}/parts`,
      { parts: [{ number, sizeBytes: part.length }] },
    );
    const response = await fetch(parts[0]?.url ?? "", {
      method: "PUT",
      headers: parts[0]?.headers,
      body: new Uint8Array(part),
    });
    if (!response.ok) throw new Error(`The storage answered ${response.status} to part ${number} of ${fileName}.`);
  }
  const done = await client.call<Upload>("POST", `${songPath}/uploads/${begun.id}/complete`);
  if (!done.version) throw new Error(`${fileName} became no version.`);
  return done.version.id;
}

/** Waits until a version is measured. */
export async function waitUntilMeasured(
  client: DemoClient,
  songPath: string,
  versionId: string,
  withinMs = 60_000,
): Promise<void> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < withinMs) {
    const version = await client.call<{ analysis: { state: string; message: string | null } }>(
      "GET",
      `${songPath}/versions/${versionId}`,
    );
    if (version.analysis.state === "done") return;
    if (version.analysis.state === "failed") throw new Error(version.analysis.message ?? "The analysis failed.");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`A version was not measured within ${withinMs / 1000} s.`);
}
