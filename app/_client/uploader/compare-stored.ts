import type { UploadView } from "@/lib/domains/uploads/schema";
import { FileDiffersError } from "./file-error";
import { partLength } from "./file-part";
import { hashPart } from "./hash-part";

interface Comparison {
  file: File;
  upload: UploadView;
  /** Hashes of parts that this very file was already read for. */
  known: ReadonlyMap<number, string>;
  /** The file is the same object that the parts came from, never let out of hand. */
  isSameHandle: boolean;
  signal: AbortSignal;
}

/**
 * Which parts need not be sent: those that storage holds with the very hash that the file has there. All are compared before a
 * byte is sent, the first and the last at first, where most bounces differ; a bounce that was changed in its middle alone
 * must not be joined with another either. @throws FileDiffersError, FileGoneError, AbortError.
 */
export async function compareStored({ file, upload, known, isSameHandle, signal }: Comparison): Promise<Set<number>> {
  const whole = upload.storedParts.filter((part) => part.sizeBytes === partLength(upload, part.number));
  const same = new Set<number>();
  for (const { number, sha256 } of endsFirst(whole)) {
    signal.throwIfAborted();
    if (sha256 === null) {
      // Storage tells no hash: only a file that was never let out of hand is trusted; of any other the part is sent again.
      if (isSameHandle) same.add(number);
      continue;
    }
    const own = known.get(number) ?? (await hashPart(file, upload, number));
    if (own === undefined && !isSameHandle) continue;
    if (own !== undefined && own !== sha256) throw new FileDiffersError(`Part ${number} is another one.`);
    same.add(number);
  }
  return same;
}

function endsFirst<T>(parts: T[]): T[] {
  return parts.length < 3 ? parts : [...parts.slice(0, 1), ...parts.slice(-1), ...parts.slice(1, -1)];
}
