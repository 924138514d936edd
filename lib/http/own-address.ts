/** This machine by any of its names. */
const HERE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Where a page that was asked for by another name of this machine is: at `APP_URL`, whose name cookies, storage and changes
 * are bound to. Null when it was asked for there, or by a name that only a proxy in front can judge.
 * @param host of the request, with its port.
 */
export function findOwnAddress(host: string | null, pathAndQuery: string, appUrl: string): string | null {
  const own = new URL(appUrl);
  const address = `http://${host ?? ""}`;
  const asked = URL.canParse(address) ? new URL(address) : null;
  if (!asked || asked.host === own.host || own.protocol !== "http:") return null;
  const isHere = HERE.test(asked.hostname) && HERE.test(own.hostname) && asked.port === own.port;
  return isHere ? own.origin + pathAndQuery : null;
}

/**
 * A page that leads on. A redirect would be written without its host, as the framework takes every name of this machine for the
 * same one, and lead to itself.
 */
export function leadTo(address: string): Response {
  const escaped = address.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return new Response(`<!doctype html><title>Segno</title><p>Segno is at <a href="${escaped}">${escaped}</a>.`, {
    headers: {
      ...{ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
      ...{ "content-security-policy": "default-src 'none'", refresh: `0; url=${address}` },
    },
  });
}
