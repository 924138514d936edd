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
  const isSame = origin !== null ? origin === new URL(appUrl).origin : site === "same-origin";
  if (isSame && (site === null || site === "same-origin")) return;
  throw new AppError(
    "forbidden",
    "cross_origin",
    "This request did not come from this site's own page. Reload it and try again.",
  );
}
