import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { buildFunctions } from "@/inngest/functions";
import { getQueue } from "@/inngest/queue";

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
      serveOrigin: queue.services.config.app.url,
      servePath: "/api/inngest",
      // Registering is asked for by our own queue, signed. Nobody else can make us call out.
      enableUnauthedSync: false,
    });
  }
  return handler;
}

export const GET = (request: NextRequest, context: unknown) => getHandler().GET(request, context);
export const POST = (request: NextRequest, context: unknown) => getHandler().POST(request, context);
export const PUT = (request: NextRequest, context: unknown) => getHandler().PUT(request, context);
