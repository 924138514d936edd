import http from "node:http";
import { serve } from "inngest/node";
import { createQueueClient } from "@/inngest/client";
import { buildFunctions } from "@/inngest/functions";
import { parseConfig } from "@/lib/config/config";
import { buildServices } from "@/lib/services";

/**
 * A process that does the queue's work and nothing else, to be stopped and killed: it is told its settings and its port, serves
 * the app's own functions there, and says when it does.
 */
interface Orders {
  env: Record<string, string>;
  port: number;
}

process.once("message", (orders: Orders) => {
  const services = buildServices(parseConfig(orders.env));
  const client = createQueueClient(services);
  const functions = buildFunctions({ inngest: client, services });
  const server = http.createServer(serve({ client, functions, servePath: "/api/inngest" }));
  server.listen(orders.port, "127.0.0.1", () => process.send?.("ready"));
});
process.once("disconnect", () => process.exit(0));
