import { AppError } from "@/lib/core/errors";
import { createTokenSchema } from "@/lib/domains/accounts/schema";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import { readApiTokens } from "@/lib/domains/accounts/tokens/reads";
import { checkCredentials } from "@/lib/http/auth-credentials";
import { created, route } from "@/lib/http/route";

export const GET = route({}, async ({ services, actor }) => ({ items: await readApiTokens(services, actor) }));

/** A program signs in with e-mail and password; a page asks in its session. */
export const POST = route({ body: createTokenSchema }, async ({ services, actor, body, request }) => {
  const { email, password, name } = body;
  if (email === undefined && password === undefined) return created(await createApiToken(services, actor, { name }));
  const person = await checkCredentials(services, { email: email ?? "", password: password ?? "" }, request.headers);
  if (person) return created(await createApiToken(services, person, { name }));
  throw new AppError("unauthenticated", "wrong_credentials", "E-mail and password don't belong together.");
});
