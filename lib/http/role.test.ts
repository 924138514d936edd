import canonicalize from "canonicalize";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "@/lib/testing/answer-checks";
import { API_CASES } from "@/lib/testing/api-cases";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import { signBody } from "@/local/inngest/signing";

let api: ApiWorld;

beforeAll(async () => {
  api = await openApiWorld();
});
afterAll(() => api.close());

/** As the queue asks for the functions. */
function sync() {
  const { inngest, workerUrl } = api.stack.config;
  const rawBody = canonicalize({ url: `${workerUrl}/api/inngest` }) ?? "";
  const signature = signBody(inngest.signingKey, rawBody, Date.now());
  const headers = { "x-inngest-sync-kind": "in_band", "x-inngest-signature": signature, host: "127.0.0.1:3000" };
  return api.call("PUT /api/inngest", { rawBody, headers });
}

async function as<T>(role: "all" | "web" | "worker", work: () => Promise<T>): Promise<T> {
  api.stack.config.role = role;
  try {
    return await work();
  } finally {
    api.stack.config.role = "all";
  }
}

describe("B448: a process with a role", () => {
  it("of the web refuses the queue's calls, and says where the worker is", async () => {
    const answer = expectProblem(await as("web", sync));
    expect(answer).toMatchObject({ status: 503, reason: "web_process" });
    expect(answer.detail).toContain("/api/inngest");
    expect((await as("web", () => api.call("GET /api/account", { token: api.actors.owner.token }))).status).toBe(200);
  });

  it("of the worker does the queue's work and answers nobody else, whatever they bring", async () => {
    expect((await as("worker", sync)).status).toBe(200);
    expect((await as("all", sync)).status).toBe(200);
    const served = API_CASES.filter(
      ({ operation }) => !operation.includes("/api/health/") && !operation.startsWith("HEAD"),
    );
    expect(served.length).toBeGreaterThan(100);
    await as("worker", async () => {
      for (const apiCase of served) {
        const answer = await api.call(apiCase.operation, { token: api.actors.owner.token });
        expect(expectProblem(answer), apiCase.operation).toMatchObject({ status: 503, reason: "worker_process" });
      }
      expect((await api.call("GET /api/health/live")).status).toBe(200);
      expect((await api.call("GET /api/health/ready")).status).toBe(200);
      const csrf = await api.call("GET /api/auth/[...nextauth]", { params: { nextauth: ["csrf"] } });
      expect(expectProblem(csrf).reason).toBe("worker_process");
    });
  });
});
