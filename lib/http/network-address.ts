/**
 * The address a request came from, as the nearest hop saw it: the last entry of `x-forwarded-for`. What stands before it
 * anybody can write. "unknown" without the header, which then is one address for all.
 */
export function readNetworkAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}
