import type { Brand } from "@/lib/core/brand";
import { AppError, notFound } from "@/lib/core/errors";
import { NO_ID } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { Actor, PersonActor } from "./actor";
import { isAllowed, type ProjectAction, type Role, type SongAction, strongestRole, sumGrants } from "./policy";
import { readCurrentVersionId, readProjectRoles, readSongGrants } from "./scope-store";

/**
 * Proof that this person may do one thing with this song. Made by `scopeSong` alone; every store wants one. `onlyVersionId` is
 * set for one who may hear the current version alone: to them every other is as if it were not there.
 */
export type SongScope = Brand<
  {
    accountId: string;
    projectId: string;
    songId: string;
    role: Role;
    canDownload: boolean;
    onlyVersionId: string | undefined;
  },
  "SongScope"
>;

/**
 * Proof that this person may do one thing with this project. `role` is null for someone who was given single songs of it:
 * they see the project's name and those songs, nothing else.
 */
export type ProjectScope = Brand<{ accountId: string; projectId: string; role: Role | null }, "ProjectScope">;

/** Proof that rows asked for are the person's own. */
export type AccountScope = Brand<{ accountId: string }, "AccountScope">;

/** Only a person (by session or token) gets further; anybody else is asked to sign in. */
export function requirePerson(actor: Actor | null): PersonActor {
  if (actor && actor.kind !== "system") return actor;
  throw new AppError("unauthenticated", "signed_out", "Sign in to go on.");
}

/** What sends mail to others or fills the disk waits until the address is verified. */
export function requireVerified(actor: Actor | null): PersonActor {
  const person = requirePerson(actor);
  if (person.isVerified) return person;
  throw new AppError("forbidden", "unverified", "Verify your e-mail address first. We can send the link again.");
}

/** Proof that the person may look after the whole of this Segno. */
export type AdminScope = Brand<{ accountId: string; name: string }, "AdminScope">;

/** @throws AppError unauthenticated, forbidden/not_admin. */
export function scopeAdmin(actor: Actor | null): AdminScope {
  const { isAdmin, accountId, name } = requirePerson(actor);
  if (isAdmin) return { accountId, name } as AdminScope;
  throw new AppError("forbidden", "not_admin", "Only an administrator of this Segno may do this.");
}

export function scopeAccount(actor: Actor | null): AccountScope {
  return { accountId: requirePerson(actor).accountId } as AccountScope;
}

/** @throws AppError not_found for strangers and unknown ids alike, forbidden for members whose role is too weak. */
export async function scopeSong(
  db: Db | Tx,
  actor: Actor | null,
  target: { projectId: string; songId: string },
  action: SongAction,
): Promise<SongScope> {
  const { accountId } = requirePerson(actor);
  const grant = sumGrants(await readSongGrants(db, accountId, target));
  if (!grant) throw notFound("song");
  const { role, canDownload, canSeeVersions } = grant;
  if (!isAllowed(role, action)) throw forbidden(role);
  if (action === "song:download" && !canDownload) throw noDownload();
  const { projectId, songId } = target;
  const onlyVersionId = canSeeVersions ? undefined : ((await readCurrentVersionId(db, songId)) ?? NO_ID);
  return { accountId, role, projectId, songId, canDownload, onlyVersionId } as SongScope;
}

/** As `scopeSong`, for a project. One who has single songs of it passes for `project:read` only, with a null role. */
export async function scopeProject(
  db: Db | Tx,
  actor: Actor | null,
  projectId: string,
  action: ProjectAction,
): Promise<ProjectScope> {
  const { accountId } = requirePerson(actor);
  const found = await readProjectRoles(db, accountId, projectId);
  const role = strongestRole(found.roles);
  if (!role && !found.hasSongs) throw notFound("project");
  const isEnough = role ? isAllowed(role, action) : action === "project:read";
  if (!isEnough) throw forbidden(role);
  return { accountId, projectId, role } as ProjectScope;
}

function noDownload(): AppError {
  const message = "Downloads are not part of what was shared with you. Ask an editor or the owner.";
  return new AppError("forbidden", "no_download", message);
}

function forbidden(role: Role | null): AppError {
  return new AppError(
    "forbidden",
    "role_too_weak",
    `As ${role ?? "a guest of single songs"} you can't do this. Ask an editor or the owner.`,
  );
}
