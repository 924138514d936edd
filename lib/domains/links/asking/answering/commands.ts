import type { Actor } from "@/lib/access/actor";
import { requireVerified, scopeAccount } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { createShare } from "@/lib/domains/shares/commands";
import type { Services } from "@/lib/services";
import { showRequest } from "./reads";
import type { AccessRequestView, AnswerAccess } from "./schema";
import { lockRequest, markAnswered, type RequestRow } from "./store";

/**
 * Lets somebody in who asked, with what the link allowed: at once, or by an invite. Or does not, and tells nobody. One who dies
 * in between leaves it open, and letting in twice is as once.
 * @throws AppError not_found, forbidden, conflict `answered`, `nothing_left`.
 */
export async function answerAccess(
  services: Services,
  actor: Actor | null,
  requestId: string,
  { answer }: AnswerAccess,
): Promise<AccessRequestView> {
  requireVerified(actor);
  const scope = scopeAccount(actor);
  return await transact(services.db, async (tx) => {
    const request = await lockRequest(scope, tx, requestId);
    if (!request) throw notFound("request");
    if (request.answer !== null) {
      throw new AppError("conflict", "answered", `Somebody has answered this already: it was ${request.answer}.`);
    }
    if (answer === "granted") await letIn(services, actor, request);
    await markAnswered(scope, tx, requestId, { answer, now: services.clock.now() });
    return showRequest(request);
  });
}

async function letIn(services: Services, actor: Actor | null, request: RequestRow): Promise<void> {
  const { email, link } = request;
  const { songs } = showRequest(request);
  const { projectId, canDownload, canSeeVersions } = link;
  const role = link.canComment ? "commenter" : "listener";
  const grant = { projectId, email, role, canDownload, canSeeVersions } as const;
  if (link.extent === "project") await createShare(services, actor, grant);
  else if (songs.length === 0) throw nothingLeft();
  for (const song of songs) await createShare(services, actor, { ...grant, songId: song.id });
}

function nothingLeft(): AppError {
  const message = "The songs of this link are gone. Share something else with them, or refuse.";
  return new AppError("conflict", "nothing_left", message);
}
