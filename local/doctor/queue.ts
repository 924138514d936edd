import canonicalize from "canonicalize";
import { z } from "zod";
import { type Config, INNGEST_CLOUD_URL } from "@/lib/config/config";
import { hashSigningKey, signBody } from "../inngest/signing";
import { type Check, describeReason, fail, pass } from "./check";

const LIMIT_MS = 15_000;
const APP_ID = "segno";
const offered = z.object({ functions: z.array(z.object({ id: z.string() })) });
const known = z.array(z.object({ slug: z.string() }));

/** The address at which Inngest calls the app's functions. */
export interface QueueTarget {
  inngest: Config["inngest"];
  serveUrl: string;
}

/**
 * Whether the queue knows the app, and calls exactly the functions that it has. Asks both by their own protocol: the app as Inngest does
 * (in-band sync), Inngest by `GET /v1/apps/:name/functions`, which its server and its cloud have.
 */
export async function checkQueue({ inngest, serveUrl }: QueueTarget): Promise<Check[]> {
  const name = "functions at the queue";
  const sync = `curl -X PUT ${serveUrl}`;
  let has: string[];
  try {
    has = await askApp(serveUrl, inngest.signingKey);
  } catch (error) {
    return [fail("functions of the app", describe(error), `Start the app; INNGEST_SIGNING_KEY must be the queue's.`)];
  }
  const own = pass("functions of the app", `${has.length}, told to whoever signs with the queue's key`);
  try {
    const knows = await askQueue(inngest);
    const missing = has.filter((id) => !knows.includes(id));
    const left = knows.filter((id) => !has.includes(id));
    if (knows.length === 0) return [own, fail(name, `it does not know the app ${APP_ID}`, `Register it: ${sync}`)];
    if (missing.length > 0)
      return [own, fail(name, `it does not know ${missing.join(", ")}`, `Register anew: ${sync}`)];
    if (left.length > 0) return [own, fail(name, `it still calls ${left.join(", ")}`, `Register anew: ${sync}`)];
    return [own, pass(name, `all ${has.length} are known`)];
  } catch (error) {
    return [own, fail(name, describe(error), "Check INNGEST_BASE_URL and INNGEST_SIGNING_KEY.")];
  }
}

function describe(error: unknown): string {
  return error instanceof RefusedError ? error.message : `no answer (${describeReason(error)})`;
}

class RefusedError extends Error {}

async function askApp(serveUrl: string, signingKey: string): Promise<string[]> {
  const body = canonicalize({ url: serveUrl }) ?? "";
  const answer = await fetch(serveUrl, {
    method: "PUT",
    body,
    headers: {
      "content-type": "application/json",
      "x-inngest-sync-kind": "in_band",
      "x-inngest-signature": signBody(signingKey, body, Date.now()),
    },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const parsed = offered.safeParse(await readJson(answer));
  if (!answer.ok || !parsed.success)
    throw new RefusedError(`${serveUrl} answers ${answer.status} to a signed question`);
  return parsed.data.functions.map(({ id }) => id).sort();
}

async function askQueue({ baseUrl, signingKey }: Config["inngest"]): Promise<string[]> {
  const base = baseUrl === INNGEST_CLOUD_URL ? "https://api.inngest.com" : baseUrl;
  const answer = await fetch(`${base}/v1/apps/${APP_ID}/functions`, {
    headers: { authorization: `Bearer ${hashSigningKey(signingKey)}` },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (answer.status === 404) return [];
  const text: unknown = await readJson(answer);
  // The server answers the list itself, the cloud one in an envelope.
  const parsed = known.safeParse(Array.isArray(text) ? text : (text as { data?: unknown } | null)?.data);
  if (!answer.ok || !parsed.success)
    throw new RefusedError(`${base} answers ${answer.status} when asked for functions`);
  return parsed.data.map(({ slug }) => slug).sort();
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
