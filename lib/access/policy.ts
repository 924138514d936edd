/** Roles from weakest to strongest. */
export const ROLES = ["listener", "commenter", "editor", "owner"] as const;
export type Role = (typeof ROLES)[number];

export type SongAction =
  | "song:read"
  | "song:download"
  | "song:comment"
  | "song:upload"
  | "song:edit"
  | "song:share"
  | "song:move"
  | "song:delete"
  | "song:moderate";
export type ProjectAction =
  | "project:read"
  | "project:add"
  | "project:edit"
  | "project:share"
  | "project:consent"
  | "project:delete";
export type Action = SongAction | ProjectAction;

/** The least role that may do it. What is not listed nobody may. */
const LEAST_ROLE: Record<Action, Role> = {
  "song:read": "listener",
  // Beside the role it takes the share's own switch.
  "song:download": "listener",
  "song:comment": "commenter",
  "song:upload": "editor",
  "song:edit": "editor",
  "song:share": "editor",
  "song:move": "owner",
  "song:moderate": "owner",
  "song:delete": "owner",
  "project:read": "listener",
  "project:add": "editor",
  "project:edit": "editor",
  "project:share": "editor",
  "project:consent": "owner",
  "project:delete": "owner",
};

export function isAllowed(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[action]);
}

/** The strongest of some roles; null when there is none. */
export function strongestRole(roles: readonly Role[]): Role | null {
  return ROLES.findLast((role) => roles.includes(role)) ?? null;
}

/** What one share gives: a role, and whether files and earlier versions go with it. */
export interface Grant {
  role: Role;
  canDownload: boolean;
  canSeeVersions: boolean;
}

/** What several shares give together: each can only add. Who edits has the files and their history. Null when there is none. */
export function sumGrants(grants: readonly Grant[]): Grant | null {
  const role = strongestRole(grants.map((grant) => grant.role));
  if (!role) return null;
  const isEditor = isAllowed(role, "song:edit");
  return {
    role,
    canDownload: isEditor || grants.some((grant) => grant.canDownload),
    canSeeVersions: isEditor || grants.some((grant) => grant.canSeeVersions),
  };
}

/** One gives away no more than one has, and ownership never. */
export function canGive(own: Role, given: Role): boolean {
  return given !== "owner" && ROLES.indexOf(given) <= ROLES.indexOf(own);
}
