import { type PartPlan, readPartInto } from "./file-part";

/** One buffer for all parts of all files, and so one part at a time. */
let buffer = new ArrayBuffer(0);
let lastTurn: Promise<unknown> = Promise.resolve();

/** Browsers offer no hashing on plain http in a local network. */
export function canHash(): boolean {
  return (globalThis.crypto.subtle as SubtleCrypto | undefined) !== undefined;
}

/**
 * Base64 of a part's SHA-256, taken by the browser beside the page's own thread; undefined where there is no hashing.
 * @throws FileGoneError.
 */
export async function hashPart(file: File, plan: PartPlan, number: number): Promise<string | undefined> {
  if (!canHash()) return undefined;
  const turn = lastTurn.then(() => hashNow(file, plan, number));
  lastTurn = turn.catch(() => undefined);
  return turn;
}

async function hashNow(file: File, plan: PartPlan, number: number): Promise<string> {
  const bytes = await readPartInto(buffer, file, plan, number);
  buffer = bytes.buffer;
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}
