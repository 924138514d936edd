import { performance } from "node:perf_hooks";
import { createMetrics } from "@/lib/metrics/metrics";
import { createRouteNames } from "@/lib/metrics/route-names";
import type { Row } from "./row";

const REQUESTS = 200_000;
const SCRAPES = 50;
const ROUTES = 120;
const STATUSES = ["200", "401", "404"];

/** What counting costs: a request's note with its pattern looked up, and a scrape with every series that a busy process has. */
export async function measureMetrics(): Promise<Row[]> {
  const metrics = createMetrics();
  const patterns = Array.from({ length: ROUTES }, (_, i) => `/api/projects/[projectId]/songs/[songId]/part-${i}`);
  const name = createRouteNames(patterns);
  const begunAt = performance.now();
  for (let i = 0; i < REQUESTS; i++) {
    const route = name(`/api/projects/0192f0c0/songs/0192f0c1/part-${i % ROUTES}`);
    metrics.noteRequest({ route, method: "GET", status: STATUSES[i % STATUSES.length] ?? "200" }, 0.01);
  }
  const noteUs = ((performance.now() - begunAt) * 1_000) / REQUESTS;
  for (const status of STATUSES)
    for (const route of patterns) metrics.noteRequest({ route, method: "GET", status }, 0.01);
  const scrapedAt = performance.now();
  for (let i = 0; i < SCRAPES; i++) await metrics.render();
  const scrapeMs = (performance.now() - scrapedAt) / SCRAPES;
  return [
    { name: "metrics/one-request", value: noteUs, unit: "µs", target: "≤ 20" },
    { name: "metrics/scrape-360-series-of-requests", value: scrapeMs, unit: "ms", target: "≤ 50" },
  ];
}
