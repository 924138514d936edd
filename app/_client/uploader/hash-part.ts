/** Base64 of a part's SHA-256; undefined on plain http in a local network, where browsers offer no hashing. */
export async function hashPart(bytes: ArrayBuffer): Promise<string | undefined> {
  const { subtle } = globalThis.crypto;
  if (!(subtle as SubtleCrypto | undefined)) return undefined;
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}
