import { checkReadiness } from "@/lib/domains/operations/reads";
import { getServices } from "@/lib/services";

export const dynamic = "force-dynamic";

/** Everything this process needs answers: 200, or 503 with what does not and the cure. */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness(getServices());
  return Response.json(readiness, {
    status: readiness.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
