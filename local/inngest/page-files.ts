import { readFileSync } from "node:fs";

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const types = {
  "page.html": "text/html",
  "page.css": "text/css",
  "page.js": "text/javascript",
  "dom.js": "text/javascript",
  "actions.js": "text/javascript",
} as const;
const names: Record<string, keyof typeof types> = {
  "/": "page.html",
  "/page.css": "page.css",
  "/page.js": "page.js",
  "/dom.js": "dom.js",
  "/actions.js": "actions.js",
};
const cache = new Map<string, string>();

/** A file of the status page, or null when the path is none. */
export function findPageFile(pathname: string): { contentType: string; policy: string; text: string } | null {
  const name = Object.hasOwn(names, pathname) ? names[pathname] : undefined;
  if (name === undefined) return null;
  const text = cache.get(name) ?? readFileSync(new URL(`./page/${name}`, import.meta.url), "utf8");
  cache.set(name, text);
  return { contentType: `${types[name]}; charset=utf-8`, policy, text };
}
