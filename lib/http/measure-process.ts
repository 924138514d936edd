import { readBuiltRoutes } from "@/lib/metrics/built-routes";
import { measureRequests } from "@/lib/metrics/measure-requests";
import { createRouteNames } from "@/lib/metrics/route-names";
import { getServices } from "@/lib/services";
import { STREAM_PATH } from "./end-stalled";

/** Begins to count what a server process answers, and what it takes of the machine. */
export function measureProcess(): void {
  const { metrics } = getServices();
  metrics.watchProcess();
  measureRequests(metrics, createRouteNames(readBuiltRoutes(process.cwd())), (path) => STREAM_PATH.test(path));
}
