import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { buildFunctions } from "@/inngest/functions";
import { getQueue } from "@/inngest/queue";
import { capBody } from "@/lib/http/body";
import { problemResponse, readFailure } from "@/lib/http/problem";
import { requireWorker } from "@/lib/http/role";
import { getServices } from "@/lib/services";

export const dynamic = "force-dynamic";
export const maxDuration = 3600;

let handler: ReturnType<typeof serve> | null = null;

/** Built at the first call, because building reads the configuration, which `next build` does not have. */
function getHandler(): ReturnType<typeof serve> {
  if (!handler) {
    const queue = getQueue();
    handler = serve({
      client: queue.inngest,
      functions: buildFunctions(queue),
      serveOrigin: queue.services.config.workerUrl,
      servePath: "/api/inngest",
      // Registering is asked for by our own queue, signed. Nobody else can make us call out.
      enableUnauthedSync: false,
    });
  }
  return handler;
}

/** A call carries what its steps answered so far; ours answer little. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

async function handle(request: NextRequest, context: unknown): Promise<Response> {
  try {
    requireWorker(getServices().config);
    const answer = getHandler()[request.method as "GET" | "POST" | "PUT"];
    return await answer(request.method === "GET" ? request : await capBody(request, MAX_BODY_BYTES), context);
  } catch (error) {
    const failure = readFailure(error);
    if (!failure) throw error;
    return problemResponse(failure, crypto.randomUUID());
  }
}

export { handle as GET, handle as POST, handle as PUT };
