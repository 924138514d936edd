import { randomUUID } from "node:crypto";
import { readMetrics } from "@/lib/domains/operations/metrics/reads";
import { isAtThisMachine } from "@/lib/http/network-address";
import { problemResponse } from "@/lib/http/problem";
import { getServices } from "@/lib/services";

export const dynamic = "force-dynamic";

/** For Prometheus, which brings a proof of its own: nobody's session or personal token is looked at. */
export async function GET({ headers }: Request): Promise<Response> {
  const services = getServices();
  try {
    const bearer = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
    const text = await readMetrics(services, {
      bearer,
      isAtThisMachine: isAtThisMachine(headers, services.config.app.url),
    });
    return new Response(text, {
      headers: { "content-type": services.metrics.contentType, "cache-control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error, randomUUID());
  }
}
