// The entry of a worker process: takes one job after another from its parent, and ends when the parent is gone.
import { analyzeAudio, type VerifiedFile } from "../analyze";
import { makeClip } from "../clip";
import { fetchSource } from "../fetch-source";
import { makePreview } from "../preview";
import { type JobMessage, type JobResults, packFailure, type WorkerMessage } from "./messages";

const parentIsGone = new AbortController();
/** Tools are killed by the abort at once; what is left is to close files. */
const LAST_WORDS_MS = 1_000;

// A signal to the whole group is the parent's to act on: it lets go of the channel when it has finished.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => undefined);

process.once("disconnect", () => {
  parentIsGone.abort(new Error("The app is gone."));
  setTimeout(() => process.exit(0), LAST_WORDS_MS);
});

process.on("message", (message: JobMessage) => {
  run(message)
    .then((result) => tell({ type: "done", result }))
    .catch((error: unknown) => tell({ type: "failed", failure: packFailure(error) }));
});
tell({ type: "ready" });

async function run({ kind, input }: JobMessage): Promise<JobResults[typeof kind]> {
  const { signal } = parentIsGone;
  const onProgress = (fraction: number) => tell({ type: "progress", fraction });
  const sha256 = input.from && (await fetchSource(input.from, input.path, signal));
  if (kind === "preview") return await makePreview({ ...input, signal, onProgress });
  if (kind === "cover") {
    // Few jobs need it, and it takes memory that measuring is promised not to take.
    const { readEmbeddedCover } = await import("../embedded-cover");
    return await readEmbeddedCover(input.path);
  }
  if (kind === "clip") return await makeClip({ ...input, signal });
  const onVerified = (file: VerifiedFile) => tell({ type: "verified", file });
  return await analyzeAudio({ ...input, signal, onProgress, onVerified, sha256 });
}

/** A parent that is gone hears nothing; "disconnect" ends this process then. */
function tell(message: WorkerMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
