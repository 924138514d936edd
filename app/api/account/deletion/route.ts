import { requirePerson } from "@/lib/access/scope";
import { askDeletion } from "@/lib/domains/accounts/leaving/commands";
import { readLeaving } from "@/lib/domains/accounts/leaving/reads";
import { askDeletionSchema } from "@/lib/domains/accounts/leaving/schema";
import { consumeOwnMailLimits, requireOwnProof } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

/** What there is to decide on. */
export const GET = route({}, ({ services, actor }) => readLeaving(services, actor));

export const POST = route({ body: askDeletionSchema }, async ({ services, actor, body, request }) => {
  await requireOwnProof(services, actor, body.currentPassword, request.headers);
  await consumeOwnMailLimits(services, actor, requirePerson(actor).email);
  await askDeletion(services, actor, body);
  return Response.json({ status: "mailed" }, { status: 202 });
});
