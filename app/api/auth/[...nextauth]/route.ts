import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { type AppError, notFound } from "@/lib/core/errors";
import { listProviders } from "@/lib/domains/accounts/linking/rules";
import { consumeAddressLimit } from "@/lib/http/auth-credentials";
import { buildAuthOptions } from "@/lib/http/auth-options";
import { capBody } from "@/lib/http/body";
import { problemResponse, readFailure } from "@/lib/http/problem";
import { requireWeb } from "@/lib/http/role";
import { getServices } from "@/lib/services";

/** What our pages use. The library's own pages, and its log that anybody may write to, are not served. */
const SERVED =
  /^(GET (csrf|session|providers|signin|signout|error)|POST (callback\/credentials|signout|signin\/credentials|session))$/;

/** The same of a provider that is configured. */
const PROVIDED = /^(?:GET callback|POST signin)\/(google|github|oidc)$/;

const MAX_BODY_BYTES = 16 * 1024;

type AuthContext = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: NextRequest, context: AuthContext) => Promise<Response>;

async function handle(request: NextRequest, context: AuthContext): Promise<Response> {
  const { nextauth } = await context.params;
  const services = getServices();
  const call = `${request.method} ${nextauth.join("/")}`;
  const provider = PROVIDED.exec(call)?.[1];
  const isProvided = provider !== undefined && listProviders(services.config).some(({ id }) => id === provider);
  if (!SERVED.test(call) && !isProvided) return problemResponse(notFound("page"), crypto.randomUUID());
  const answer = NextAuth(buildAuthOptions(services, request.headers)) as Handler;
  try {
    requireWeb(services.config);
    // Each leads to questions at the provider.
    if (isProvided) await consumeAddressLimit(services, "sign-in-address", request.headers);
    return await answer(request.method === "POST" ? await capBody(request, MAX_BODY_BYTES) : request, context);
  } catch (error) {
    const failure = readFailure(error);
    if (!failure) throw error;
    if (isProvided) return tellPage(services.config.app.url, request.method, failure);
    return problemResponse(failure, crypto.randomUUID());
  }
}

/** A person is on the way between pages: the sign-in page has the words. */
function tellPage(appUrl: string, method: string, { code }: AppError): Response {
  const url = `${appUrl}/sign-in?error=${code}`;
  return method === "POST" ? Response.json({ url }) : Response.redirect(url, 302);
}

export { handle as GET, handle as POST };
