/** Roles from weakest to strongest. */
export const ROLES = ["listener", "commenter", "editor", "owner"] as const;
export type Role = (typeof ROLES)[number];

export type SongAction =
  | "song:read"
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

/** One gives away no more than one has, and ownership never. */
export function canGive(own: Role, given: Role): boolean {
  return given !== "owner" && ROLES.indexOf(given) <= ROLES.indexOf(own);
}
