import { createId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { ACTORS, type ActorName, type Actors } from "./actors";
import type { Target } from "./builders";
import type { RouteCall } from "./call-route";

export interface World {
  services: Services;
  actors: Actors;
  target: Target;
}

/** One exported method, how to call it so that it works, and what each actor is answered. */
export interface ApiCase {
  operation: string;
  expected: Record<ActorName, number>;
  prepare: (world: World) => Promise<RouteCall> | RouteCall;
}

/** In the order of `ACTORS`: anonymous, stranger, listener, commenter, editor, owner, song member, unverified. */
type Statuses = [number, number, number, number, number, number, number, number];

export function row(
  operation: string,
  statuses: Statuses,
  prepare: (world: World) => Promise<RouteCall> | RouteCall = () => ({}),
): ApiCase {
  const expected = Object.fromEntries(ACTORS.map((actor, i) => [actor, statuses[i] ?? 0]));
  const params = (target: Target): Record<string, string> => {
    const { projectId, songId, versionId, commentId, uploadId, tagId, attachmentId } = target;
    return { projectId, songId, versionId, commentId, uploadId, tagId, attachmentId };
  };
  return {
    operation,
    expected: expected as ApiCase["expected"],
    prepare: async (world) => {
      const call = await prepare(world);
      const names = [...operation.matchAll(/\[[.]*(\w+)\]/g)].map((match) => match[1] ?? "");
      const all: NonNullable<RouteCall["params"]> = { ...params(world.target), ...call.params };
      return { ...call, params: Object.fromEntries(names.map((name) => [name, all[name] ?? createId()])) };
    },
  };
}

export const everybody = (status: number): Statuses => [status, status, status, status, status, status, status, status];
export const everyPerson = (status: number): Statuses => [401, status, status, status, status, status, status, status];
export const everyMember = (status: number): Statuses => [401, 404, status, status, status, status, status, status];
