import { AppError } from "@/lib/core/errors";
import type { Storage } from "./storage";

/** Asked for at once: small enough that two are nothing, large enough that asking is not what takes the time. */
const RANGE_BYTES = 4 * 1024 * 1024;

/**
 * The bytes of an object from `from` on, `length` of them, one range after another; the next is asked for while the last is used.
 * @throws AppError gone `object_lost` when there is no such object, or it ends before.
 */
export async function* readStretch(
  storage: Pick<Storage, "readRange">,
  { key, from, length }: { key: string; from: number; length: number },
): AsyncGenerator<Uint8Array> {
  const end = from + length;
  const ask = (at: number) => {
    const asked = storage.readRange(key, at, Math.min(at + RANGE_BYTES, end) - 1);
    // Whoever stops listening early leaves one behind; whoever goes on meets its failure.
    asked.catch(() => undefined);
    return asked;
  };
  let next = length > 0 ? ask(from) : null;
  for (let at = from; at < end && next; at += RANGE_BYTES) {
    const bytes: Uint8Array | null = await next;
    if (bytes?.byteLength !== Math.min(RANGE_BYTES, end - at)) {
      throw new AppError("gone", "object_lost", "A file that belongs here is gone from storage, or cut short.");
    }
    next = at + RANGE_BYTES < end ? ask(at + RANGE_BYTES) : null;
    yield bytes;
  }
}
