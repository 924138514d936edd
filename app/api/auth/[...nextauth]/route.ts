import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { notFound } from "@/lib/core/errors";
import { buildAuthOptions } from "@/lib/http/auth-options";
import { problemResponse } from "@/lib/http/problem";
import { getServices } from "@/lib/services";

/** What our pages use. The library's own pages, and its log that anybody may write to, are not served. */
const SERVED =
  /^(GET (csrf|session|providers|signin|signout|error)|POST (callback\/credentials|signout|signin\/credentials|session))$/;

type AuthContext = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: NextRequest, context: AuthContext) => Promise<Response>;

async function handle(request: NextRequest, context: AuthContext): Promise<Response> {
  const { nextauth } = await context.params;
  if (!SERVED.test(`${request.method} ${nextauth.join("/")}`)) {
    return problemResponse(notFound("page"), crypto.randomUUID());
  }
  const answer = NextAuth(buildAuthOptions(getServices())) as Handler;
  return answer(request, context);
}

export { handle as GET, handle as POST };
