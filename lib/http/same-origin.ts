import { AppError } from "@/lib/core/errors";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a change that another site's page asks for with this person's cookie (CSRF). A request with a bearer token
 * carries no ambient authority and passes, and so does one without any cookie from what is no browser. Browsers send
 * `Sec-Fetch-Site` or `Origin` with every change.
 */
export function checkSameOrigin(request: { method: string; headers: Headers }, appUrl: string): void {
  if (SAFE_METHODS.has(request.method) || request.headers.has("authorization")) return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  // A program: no browser, and no cookie that a browser would have added for it.
  if (site === null && origin === null && !request.headers.has("cookie")) return;
  const own = new URL(appUrl).origin;
  const isSame = origin !== null ? origin === own : site === "same-origin";
  if (isSame && (site === null || site === "same-origin")) return;
  // A page of ours, by its browser's word, opened by another name: only who hosts Segno can have given it one.
  if (site === "same-origin" && origin !== null) throw otherAddress(origin, own);
  throw new AppError(
    "forbidden",
    "cross_origin",
    "This request did not come from this site's own page. Reload it and try again.",
  );
}

function otherAddress(origin: string, own: string): AppError {
  const cure = "Open it there, or have whoever hosts Segno set APP_URL to the address that is used.";
  return new AppError("forbidden", "other_address", `This Segno is at ${own}, not at ${origin}. ${cure}`);
}
