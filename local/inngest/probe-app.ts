import { systemClock } from "@/lib/core/clock";
import type { ProbeResult } from "./app-pool";
import { requestApp } from "./app-request";
import { signBody } from "./signing";

const gatewayStatuses = [502, 503, 504];

/** Whether an answer comes from a gateway before an app that is away, and not from the app itself. */
export function isGatewayAnswer(status: number, headers: Record<string, unknown>): boolean {
  return headers["x-inngest-sdk"] === undefined && gatewayStatuses.includes(status);
}

interface Probe {
  url: string;
  signingKey: string;
  timeoutMs: number;
}

/** Asks an app whether it is there, signed, so that it logs no refusal. Any answer of its own will do. */
export async function probeApp({ url, signingKey, timeoutMs }: Probe): Promise<ProbeResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = {
    "user-agent": "segno-local-inngest",
    "x-inngest-signature": signBody(signingKey, "", systemClock.now().getTime()),
  };
  const outcome = await requestApp({ method: "GET", url, headers, body: "", signal, timeoutMs });
  if (outcome.kind === "unreachable" && !signal.aborted) return { kind: "refused", reason: outcome.reason };
  if (outcome.kind !== "answered") return { kind: "silent", reason: "no answer" };
  const { status, headers: answered } = outcome.answer;
  return isGatewayAnswer(status, answered) ? { kind: "refused", reason: `status ${status}` } : { kind: "alive" };
}
