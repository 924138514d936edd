/**
 * A `Content-Disposition` that keeps a file's own name in any script (RFC 6266, RFC 8187): an ASCII stand-in for old
 * clients, the real name in UTF-8 for the rest.
 */
export function formatDisposition(kind: "inline" | "attachment", fileName: string): string {
  // Half of a surrogate pair has no UTF-8.
  const whole = fileName.replaceAll(/\p{Surrogate}/gu, "\u{fffd}");
  const plain = whole.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encodeExtended(whole)}`;
}

/** RFC 8187 allows fewer characters than `encodeURIComponent` leaves alone. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
