import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parsePrometheusText, readSample } from "@/lib/testing/prometheus-text";
import { measureRequests } from "./measure-requests";
import { createMetrics, type Metrics } from "./metrics";
import { createRouteNames } from "./route-names";

const name = createRouteNames([
  "/",
  "/projects/[projectId]",
  "/projects/[projectId]/songs/[songId]",
  "/projects/new",
  "/api/auth/[...nextauth]",
]);

describe("a path's pattern", () => {
  it.each([
    ["/", "/"],
    ["/projects/0192", "/projects/[projectId]"],
    ["/projects/0192/", "/projects/[projectId]"],
    ["/projects/new", "/projects/new"],
    ["/projects/new/songs/7", "/projects/[projectId]/songs/[songId]"],
    ["/projects/0192/songs", "(none)"],
    ["/api/auth/callback/oidc", "/api/auth/[...nextauth]"],
    ["/_next/static/chunks/a.js", "/_next/static"],
    ["/.env", "(none)"],
    ["//projects//x", "/projects/[projectId]"],
    ["", "/"],
  ])("of %s is %s", (path, pattern) => {
    expect(name(path)).toBe(pattern);
  });
});

describe("requests", () => {
  let metrics: Metrics;
  let server: http.Server;
  let stop: () => void;
  let url: string;

  beforeEach(async () => {
    metrics = createMetrics();
    server = http.createServer((request, response) => {
      if (request.url === "/projects/slow") return;
      response.writeHead(request.url === "/projects/bad" ? 503 : 200).end("x");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    stop = measureRequests(metrics, name, (path) => path.endsWith("/events"));
  });
  afterEach(async () => {
    stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const read = async () => parsePrometheusText(await metrics.render());
  const count = async (labels: Record<string, string>) =>
    readSample(await read(), "segno_http_request_seconds_count", labels);

  it("B440: are counted by pattern, method and status, never by what somebody typed", async () => {
    for (let i = 0; i < 50; i++) await fetch(`${url}/projects/${i}?token=secret-${i}`);
    for (let i = 0; i < 50; i++) await fetch(`${url}/nobody/${i}`);
    await fetch(`${url}/projects/bad`, { method: "PATCH" });
    await fetch(`${url}/projects/1`, { method: "PROPFIND" });
    await fetch(`${url}/projects/1/events`);
    const route = "/projects/[projectId]";
    await expect.poll(() => count({ route, method: "GET", status: "200" })).toBe(50);
    await expect.poll(() => count({ route: "(none)", method: "GET", status: "200" })).toBe(51 - 1);
    expect(await count({ route, method: "PATCH", status: "503" })).toBe(1);
    await expect.poll(() => count({ route, method: "other", status: "200" })).toBe(1);
    const series = (await read()).filter((one) => one.name === "segno_http_request_seconds_count");
    expect(series).toHaveLength(4);
    expect(await metrics.render()).not.toMatch(/secret-|\/nobody/);
  });

  it("B440: one that its reader gave up is counted as cut", async () => {
    await expect(fetch(`${url}/projects/slow`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await expect.poll(() => count({ route: "/projects/[projectId]", status: "cut" })).toBe(1);
  });
});

it("B440: what is not known is left out, so that nobody takes it for zero", async () => {
  const metrics = createMetrics();
  metrics.setSharedFigures({
    waiting: [{ work: "export", state: "queued", count: 3 }],
    outbox: [{ event: "a", count: 1 }],
    outboxOldestSec: 4,
  });
  const known = parsePrometheusText(await metrics.render());
  expect(readSample(known, "segno_waiting", { work: "export", state: "queued" })).toBe(3);
  metrics.setSharedFigures(null);
  const names = parsePrometheusText(await metrics.render()).map((sample) => sample.name);
  expect(names.filter((one) => /^segno_(waiting|outbox)/.test(one))).toEqual([]);
  expect(names).toContain("segno_database_up");
});

it("B440: a process tells its event loop's lag and its memory", async () => {
  const metrics = createMetrics();
  metrics.watchProcess();
  const names = new Set(parsePrometheusText(await metrics.render()).map((sample) => sample.name));
  for (const wanted of [
    "nodejs_eventloop_lag_p99_seconds",
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
  ])
    expect(names).toContain(wanted);
});
