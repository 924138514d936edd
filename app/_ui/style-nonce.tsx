"use client";

/**
 * Hands the nonce of the Content-Security-Policy to libraries that write a style element while they work
 * (an open dialog locks the page's scrolling so). Put first in the body.
 */
export function StyleNonce({ nonce }: { nonce: string | undefined }) {
  if (typeof window !== "undefined" && nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });
  return null;
}
