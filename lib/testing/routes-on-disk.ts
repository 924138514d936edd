import { readdirSync } from "node:fs";
import path from "node:path";

const API = path.resolve(import.meta.dirname, "../../app/api");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type Method = (typeof METHODS)[number];

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response> | Response;

export interface RouteOnDisk {
  /** As the folders spell it: `/api/projects/[projectId]`. */
  path: string;
  handlers: Partial<Record<Method, Handler>>;
}

/** Every route module under `app/api`, loaded, with the methods it exports. */
export async function loadRoutes(): Promise<RouteOnDisk[]> {
  const files = readdirSync(API, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(^|\/)route\.tsx?$/.test(file),
  );
  return Promise.all(files.sort().map(loadRoute));
}

async function loadRoute(file: string): Promise<RouteOnDisk> {
  const loaded: unknown = await import(path.join(API, file));
  const exported = loaded as Record<string, unknown>;
  const handlers: RouteOnDisk["handlers"] = {};
  for (const method of METHODS) {
    const handler = exported[method];
    if (typeof handler === "function") handlers[method] = handler as Handler;
  }
  return { path: `/api/${path.dirname(file)}`, handlers };
}

/** `GET /api/projects/[projectId]` and so on, sorted. */
export function nameOperations(routes: RouteOnDisk[]): string[] {
  return routes.flatMap((route) => Object.keys(route.handlers).map((method) => `${method} ${route.path}`)).sort();
}
