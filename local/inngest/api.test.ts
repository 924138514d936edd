import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "./harness";
import { testKeys, waitUntil } from "./test-app";

let harness: Harness;
let shouldFail = true;
beforeAll(async () => {
  harness = await startHarness((client) => [
    client.createFunction({ id: "f", triggers: [{ event: "t/f" }], retries: 0 }, async () => {
      if (shouldFail) throw new Error("not yet");
      return "fine";
    }),
  ]);
});
afterAll(() => harness.close());

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(harness.server.url + path, { method: "POST", body, headers });
}

describe("events", () => {
  const good = JSON.stringify([{ name: "t/none", data: {} }]);

  it("answers ids, and the same ids for the same seed", async () => {
    const headers = { "x-inngest-event-id-seed": `${Date.now()},AAECAwQFBgcICQ==` };
    const first = await post(`/e/${testKeys.eventKey}`, good, headers);
    const second = await post(`/e/${testKeys.eventKey}`, good, headers);
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual(await second.json());
  });

  it.each([
    ["a wrong key", "/e/wrong", good, 401],
    ["bad JSON", `/e/${testKeys.eventKey}`, "{", 400],
    ["no name", `/e/${testKeys.eventKey}`, '[{"data":{}}]', 400],
    ["a reserved name", `/e/${testKeys.eventKey}`, '[{"name":"inngest/x"}]', 400],
    ["a number", `/e/${testKeys.eventKey}`, "5", 400],
    ["too many", `/e/${testKeys.eventKey}`, JSON.stringify(Array(5_001).fill({ name: "x" })), 413],
    [
      "one that is too large",
      `/e/${testKeys.eventKey}`,
      JSON.stringify({ name: "x", data: { a: "x".repeat(530_000) } }),
      413,
    ],
    ["a body that is too large", `/e/${testKeys.eventKey}`, `"${"x".repeat(9_000_000)}"`, 413],
  ])("refuses %s", async (_what, path, body, status) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status, error: expect.any(String) as string });
  });

  it("takes one of 500 KB", async () => {
    const response = await post(
      `/e/${testKeys.eventKey}`,
      JSON.stringify({ name: "x", data: { a: "x".repeat(500_000) } }),
    );
    expect(response.status).toBe(200);
  });
});

describe("who may call", () => {
  it("the app refuses an unsigned or wrongly signed call", async () => {
    const url = `${harness.app.serveUrl}?fnId=app-f&stepId=step`;
    const headers = { "content-type": "application/json" };
    const plain = await fetch(url, { method: "POST", body: "{}", headers });
    const forged = { ...headers, "x-inngest-signature": `t=${Math.round(Date.now() / 1_000)}&s=${"0".repeat(64)}` };
    const signed = await fetch(url, { method: "POST", body: "{}", headers: forged });
    expect([plain.status, signed.status]).toEqual([401, 401]);
  });

  it("refuses a checkpoint without the key, and answers 409 to a stale one", async () => {
    const body = JSON.stringify({ run_id: "r", qi_id: "q", steps: [] });
    expect((await post("/v1/checkpoint/r/async", body)).status).toBe(401);
    const { hashSigningKey } = await import("./signing");
    const authorization = `Bearer ${hashSigningKey(testKeys.signingKey)}`;
    expect((await post("/v1/checkpoint/r/async", body, { authorization })).status).toBe(409);
    expect((await post("/v1/checkpoint/r/async", "{}", { authorization })).status).toBe(400);
  });

  it("refuses foreign host names (DNS rebinding) and replays from other sites", async () => {
    const { port } = new URL(harness.server.url);
    const status = await new Promise((resolve) => {
      const headers = { host: `evil.example:${port}` };
      request({ port, path: "/stats", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
    expect((await post("/v1/runs/x/replay", "", { origin: "http://evil.example" })).status).toBe(403);
  });
});

describe("looking", () => {
  it("shows a failed run and replays it", async () => {
    const eventId = await harness.send("t/f");
    const failed = await harness.finish(eventId);
    expect(failed).toMatchObject({ status: "Failed", output: { message: "not yet" } });
    expect(harness.server.stats().failures[0]).toMatchObject({ runId: failed.run_id, error: "Error: not yet" });
    shouldFail = false;
    const replayed = await post(`/v1/runs/${failed.run_id}/replay`, "");
    expect(replayed.status).toBe(201);
    await waitUntil(() => harness.server.stats().totals.completed === 1);
    const event = await (await fetch(`${harness.server.url}/v1/events/${eventId}`)).json();
    expect(event).toMatchObject({ data: { internal_id: eventId, name: "t/f" } });
    const runs = await harness.readRuns(eventId);
    expect(runs.map(({ status }) => status)).toEqual(["Failed", "Completed"]);
    expect((await post(`/v1/runs/${runs[1]?.run_id}/replay`, "")).status).toBe(409);
  });

  it("answers health, 404 and 405, and a page that loads nothing from elsewhere", async () => {
    const { url } = harness.server;
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/v1/runs/none`)).status).toBe(404);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/stats`, { method: "DELETE" })).status).toBe(405);
    const page = await fetch(url);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).not.toMatch(/https?:\/\//);
  });

  it("says that a taken port is taken", async () => {
    const { startInngest } = await import("./server");
    const { makeFolder } = await import("./test-app");
    const { folder, remove } = await makeFolder();
    const port = Number(new URL(harness.server.url).port);
    const started = startInngest({ folder, host: "127.0.0.1", port, ...testKeys, serveUrls: [] });
    await expect(started).rejects.toMatchObject({ reason: "port_taken" });
    await remove();
  });
});
