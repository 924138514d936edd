import { hashSigningKey } from "../../signing";
import { createClient, serveFunctions, waitUntil } from "../../test-app";
import {
  type CallRecord,
  listOperations,
  type OperationRecord,
  readCall,
  readCheckpoint,
  sortBranches,
} from "./normalise";
import { type Exchange, startProxy } from "./recording-proxy";
import { buildSuite, courses } from "./suite";
import { startTarget, type Target } from "./target";

export interface Recording {
  calls: CallRecord[];
  checkpoints: { steps: unknown; status: number }[];
  /** What was done to which step, whether a reply or a checkpoint said so. */
  operations: Record<string, OperationRecord[]>;
}

const timeoutMs = 60_000;
const isCall = ({ method, path }: Exchange) => method === "POST" && path.includes("fnId=");
const isCheckpoint = ({ path }: Exchange) => path.startsWith("/v1/checkpoint/");

async function waitForRun(target: Target, eventId: string, status: string): Promise<void> {
  const headers = { authorization: `Bearer ${hashSigningKey(target.keys.signingKey)}` };
  await waitUntil(async () => {
    const response = await fetch(`${target.url}/v1/events/${eventId}/runs`, { headers });
    if (!response.ok) return false;
    const { data } = (await response.json()) as { data: { status: string }[] | null };
    return data?.some((run) => run.status === status) ?? false;
  }, timeoutMs);
}

function group(exchanges: Exchange[]): Recording {
  const operations: Recording["operations"] = {};
  const runFunctions = new Map<string, string>();
  for (const { path, body } of exchanges.filter(isCall)) {
    const { ctx } = JSON.parse(body) as { ctx: { run_id: string } };
    runFunctions.set(ctx.run_id, new URL(path, "http://localhost").searchParams.get("fnId") ?? "");
  }
  for (const exchange of exchanges) {
    const call = isCall(exchange) ? readCall(exchange) : undefined;
    const runId = exchange.path.split("/")[3] ?? "";
    const fn = call?.fn ?? runFunctions.get(runId);
    if (fn === undefined) continue;
    const done = call?.reply ?? readCheckpoint(exchange).steps;
    (operations[fn] ??= []).push(...listOperations(done));
  }
  const calls = exchanges.filter(isCall).map(readCall);
  const functionIds = [...new Set(calls.map(({ fn }) => fn))].sort();
  return {
    calls: functionIds.flatMap((fn) => sortBranches(calls.filter((call) => call.fn === fn))),
    checkpoints: exchanges.filter(isCheckpoint).map(readCheckpoint),
    operations,
  };
}

/** Has a server run the suite and notes all that it and the SDK say to each other. */
export async function record(hasCheckpointing: boolean): Promise<Recording> {
  const target = await startTarget();
  const exchanges: Exchange[] = [];
  const note = (exchange: Exchange) => {
    if (isCall(exchange) || isCheckpoint(exchange)) exchanges.push(exchange);
  };
  const toServer = await startProxy(target.url, note);
  const client = createClient(toServer.url, hasCheckpointing, { id: "suite", ...target.keys });
  const app = await serveFunctions(client, buildSuite(client));
  const toApp = await startProxy(new URL(app.serveUrl).origin, note, target.appPort);
  try {
    for (const { event, status } of courses) {
      const { ids } = await client.send(event);
      await waitForRun(target, ids[0] ?? "", status);
    }
    // The result is an operation with checkpointing, and the body of a 200 without it.
    const isEnd = ({ path, status, reply }: Exchange) =>
      path.includes("suite-failing-failure") && (status === 200 || reply.includes("RunComplete"));
    await waitUntil(() => exchanges.some(isEnd), timeoutMs);
  } finally {
    await target.close();
    await Promise.all([toApp.close(), toServer.close(), app.close()]);
  }
  return group(exchanges);
}
