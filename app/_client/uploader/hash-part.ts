/** Browsers offer no hashing on plain http in a local network. */
export function canHash(): boolean {
  return (globalThis.crypto.subtle as SubtleCrypto | undefined) !== undefined;
}

/** Base64 of a part's SHA-256, taken by the browser beside the page's own thread; undefined where there is no hashing. */
export async function hashPart(bytes: ArrayBuffer): Promise<string | undefined> {
  if (!canHash()) return undefined;
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}
