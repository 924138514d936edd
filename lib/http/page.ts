import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { PersonActor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { listProviders } from "@/lib/domains/accounts/linking/rules";
import { getServices, type Services } from "@/lib/services";
import { readActor } from "./session";

export interface PageContext {
  services: Services;
  actor: PersonActor;
}

/** Who looks at a page, or null. An unusable session is the same as none. */
export async function readPageActor(): Promise<PersonActor | null> {
  return readActor(getServices(), await headers());
}

/** Services and person of a page that needs one; everybody else goes to sign in and comes back here. */
export async function requirePageContext(): Promise<PageContext> {
  const requestHeaders = await headers();
  const services = getServices();
  const actor = await readActor(services, requestHeaders);
  if (actor) return { services, actor };
  const path = requestHeaders.get("x-path") ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}

/** The same for a page of administrators alone; to everybody else there is no such page. */
export async function requireAdminContext(): Promise<PageContext> {
  const context = await requirePageContext();
  if (!context.actor.isAdmin) notFound();
  return context;
}

/** Reads for a page: what may not be seen is shown as "not found". */
export async function readForPage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "forbidden")) notFound();
    throw error;
  }
}

/** Whom people can sign in with beside e-mail and password. */
export function readSignInProviders(): { id: string; name: string }[] {
  return listProviders(getServices().config);
}

/** Reads what may not be there for whoever asks: then it is null. */
export async function readIfShared<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "forbidden")) return null;
    throw error;
  }
}
