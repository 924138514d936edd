/** Where to go after signing in: a path of this site, never another one's address. */
export function readNextPath(value: string | string[] | null | undefined): string {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value)) return "/";
  const url = new URL(value, "https://segno.invalid");
  return url.host === "segno.invalid" ? url.pathname + url.search + url.hash : "/";
}
