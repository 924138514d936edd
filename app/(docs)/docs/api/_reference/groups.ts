import type { oas31 } from "zod-openapi";

/** One call, as the document describes it. */
export interface Call {
  /** An anchor of its own. */
  id: string;
  method: string;
  path: string;
  operation: oas31.OperationObject;
}

interface Group {
  id: string;
  title: string;
  calls: Call[];
}

/** Which calls belong together, by their path; the first that fits. What fits none stands under "Others", never nowhere. */
const GROUPS: readonly (readonly [id: string, title: string, path: RegExp])[] = [
  ["links-visited", "Visiting a link", /^\/api\/links\/(enter|requests|\{)/],
  ["links", "Links for guests", /^\/api\/(links$|access-requests|projects\/\{projectId\}\/links)/],
  ["briefs", "Briefs", /\/briefs/],
  ["exports", "Exports and reports", /\/(exports|reports)/],
  ["uploads", "Uploads", /\/uploads/],
  ["comments", "Comments", /^\/api\/projects\/.*\/comments/],
  ["files", "Files and covers", /\/(attachments|covers?)\b/],
  ["notifications", "Notifications", /\/(notifications|notice-level)|^\/api\/unsubscribe/],
  ["live", "Live events and activity", /\/(events|activity|live)$/],
  ["tags", "Tags", /\/(tags|suggestions)\b/],
  ["versions", "Versions", /\/versions/],
  ["shares", "Sharing", /\/(shares|invites|offer)\b/],
  ["songs", "Songs", /\/songs/],
  ["finding", "Home, search, archive and trash", /^\/api\/(home|search|archive|trash)/],
  ["projects", "Projects", /^\/api\/projects/],
  ["account", "Account, sessions and tokens", /^\/api\/(accounts?|sessions|tokens)/],
  ["operations", "For administrators", /^\/api\/operations/],
  ["service", "The service itself", /^\/api\/(health|openapi|metrics)/],
  ["others", "Others", /^/],
];

/** In the order in which somebody who begins needs them. */
const ORDER = [
  ...["account", "projects", "songs", "uploads", "versions", "comments", "tags", "files", "briefs", "exports"],
  ...["shares", "links", "links-visited", "finding", "live", "notifications", "operations", "service", "others"],
];

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** Every call of the document, once, in groups. */
export function groupCalls(document: oas31.OpenAPIObject): Group[] {
  const calls = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method): Call[] => {
      const operation = item[method];
      return operation ? [{ id: operation.operationId ?? `${method}-${path}`, method, path, operation }] : [];
    }),
  );
  const nameGroup = (path: string) => GROUPS.find(([, , pattern]) => pattern.test(path))?.[0] ?? "others";
  return ORDER.flatMap((id): Group[] => {
    const title = GROUPS.find(([known]) => known === id)?.[1] ?? id;
    const own = calls.filter(({ path }) => nameGroup(path) === id);
    return own.length === 0 ? [] : [{ id, title, calls: own }];
  });
}
