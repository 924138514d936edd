import { MessageChannel } from "node:worker_threads";

/** Nobody listens: what is transferred to it is let go. */
const nowhere = new MessageChannel().port1;
nowhere.close();

/**
 * Gives the memory of a chunk back now. Left to the garbage collector, which sees only the small object that points to it,
 * tens of megabytes of a busy upload would lie about. The caller was the last to hold it; one that shares its memory stays.
 */
export function freeBytes(chunk: Uint8Array): void {
  const { buffer } = chunk;
  const isAlone = chunk.byteOffset === 0 && chunk.byteLength === buffer.byteLength;
  if (isAlone && buffer instanceof ArrayBuffer && chunk.byteLength > 0) nowhere.postMessage(null, [buffer]);
}
