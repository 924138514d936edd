import { rm } from "node:fs/promises";
import { proveStorage } from "@/lib/domains/operations/proving/commands";
import { installServices } from "@/lib/services";
import { startInngest } from "@/local/inngest/server";
import { type ActorName, type Actors, createActors, tokenOf } from "./actors";
import type { ApiCase, World } from "./api-case";
import { AI_HOST, createTarget, storePeaks } from "./builders";
import { type CallRoute, createCaller, type RouteAnswer, type RouteCall } from "./call-route";
import type { TestDatabase } from "./database-template";
import { loadRoutes, type RouteOnDisk } from "./routes-on-disk";
import { makeScratch } from "./scratch";
import { startTestStack, type TestStack } from "./services";

/** Everything a test of the API's routes needs: a running stack, everybody's accounts, and a way to call. */
export interface ApiWorld {
  stack: TestStack;
  routes: RouteOnDisk[];
  actors: Actors;
  call: CallRoute;
  /** A new project with one of everything. */
  createWorld(): Promise<World>;
  /** Calls a case as somebody. Reads and refusals share one target, each change gets its own, so that order doesn't matter. */
  callAs(actor: ActorName, apiCase: ApiCase, change?: (call: RouteCall) => RouteCall): Promise<RouteAnswer>;
  close(): Promise<void>;
}

const QUEUE = { eventKey: "test-event-key", signingKey: `signkey-prod-${"cd".repeat(32)}` };

/** @param database its own by default, on the server that all tests share. */
export async function openApiWorld(database?: TestDatabase): Promise<ApiWorld> {
  const folder = await makeScratch("segno-queue-");
  const queue = await startInngest({ folder, host: "127.0.0.1", port: 0, serveUrls: [], isPaused: true, ...QUEUE });
  const stack = await startTestStack({
    ...(database ? { database } : {}),
    env: {
      ...{ INNGEST_BASE_URL: queue.url, INNGEST_EVENT_KEY: QUEUE.eventKey, INNGEST_SIGNING_KEY: QUEUE.signingKey },
      ...{ AI_BASE_URL: `http://${AI_HOST}/v1`, AI_API_KEY: "test-ai-key", AI_MODEL: "small-1" },
    },
  });
  const { services } = stack;
  const uninstall = installServices(services);
  // As a start does; the builders below make versions without bytes, which prove nothing.
  await proveStorage(services);
  const [routes, actors] = await Promise.all([loadRoutes(), createActors(services)]);
  stack.config.app.adminEmails.push(actors.owner.email);
  const call = createCaller(routes, stack.config.app.url);
  const createWorld = async (): Promise<World> => ({ services, actors, target: await createTarget(services, actors) });
  const shared = await createWorld();
  await storePeaks(services, shared.target);

  const callAs: ApiWorld["callAs"] = async (actor, apiCase, change = (same) => same) => {
    const changesNothing = apiCase.operation.startsWith("GET") || apiCase.expected[actor] >= 400;
    const world = changesNothing ? shared : await createWorld();
    const prepared = await apiCase.prepare(world);
    return call(apiCase.operation, change({ token: tokenOf(actors, actor), ...prepared }));
  };
  return {
    ...{ stack, routes, actors, call, createWorld, callAs },
    close: async () => {
      uninstall();
      await stack.close();
      await queue.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
