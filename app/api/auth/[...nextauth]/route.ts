import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { AppError, notFound } from "@/lib/core/errors";
import { buildAuthOptions } from "@/lib/http/auth-options";
import { capBody } from "@/lib/http/body";
import { problemResponse } from "@/lib/http/problem";
import { getServices } from "@/lib/services";

/** What our pages use. The library's own pages, and its log that anybody may write to, are not served. */
const SERVED =
  /^(GET (csrf|session|providers|signin|signout|error)|POST (callback\/credentials|signout|signin\/credentials|session))$/;

const MAX_BODY_BYTES = 16 * 1024;

type AuthContext = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: NextRequest, context: AuthContext) => Promise<Response>;

async function handle(request: NextRequest, context: AuthContext): Promise<Response> {
  const { nextauth } = await context.params;
  if (!SERVED.test(`${request.method} ${nextauth.join("/")}`)) {
    return problemResponse(notFound("page"), crypto.randomUUID());
  }
  const answer = NextAuth(buildAuthOptions(getServices())) as Handler;
  try {
    return await answer(request.method === "POST" ? await capBody(request, MAX_BODY_BYTES) : request, context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return problemResponse(error, crypto.randomUUID());
  }
}

export { handle as GET, handle as POST };
