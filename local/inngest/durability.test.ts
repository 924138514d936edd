import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import type { Inngest } from "inngest";
import { afterEach, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "./harness";
import { createClient, findFreePort, makeFolder, serveFunctions, testKeys, waitUntil } from "./test-app";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function track(harness: Harness): Harness {
  cleanups.push(() => harness.close());
  return harness;
}

/** Starts the server as a process of its own, which can be killed. */
async function spawnServer(folder: string, port: number, serveUrl: string): Promise<ChildProcess> {
  const options = { folder, host: "127.0.0.1", port, ...testKeys, serveUrls: [serveUrl] };
  const code = `import("./server.ts").then((server) => server.startInngest(${JSON.stringify(options)}))`;
  const child = spawn(process.execPath, ["--import", "tsx", "--eval", code], { cwd: path.join(import.meta.dirname) });
  cleanups.push(() => void child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}/stats`;
  await waitUntil(async () => {
    const stats = await fetch(url).then(
      (response) => response.json() as Promise<{ functions: unknown[] }>,
      () => ({ functions: [] }),
    );
    return stats.functions.length > 0;
  });
  return child;
}

async function killServer(child: ChildProcess): Promise<void> {
  const isGone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await isGone;
}

describe("kill -9", () => {
  it.each([true, false])(
    "repeats no committed step, wherever it hits (checkpointing %s)",
    async (hasCheckpointing) => {
      const { folder, remove } = await makeFolder();
      cleanups.push(remove);
      const port = await findFreePort();
      const client = createClient(`http://127.0.0.1:${port}`, hasCheckpointing);
      const begun: number[] = [];
      const stepCount = 12;
      const main = client.createFunction(
        { id: "main", triggers: [{ event: "t/main" }], retries: 5 },
        async ({ step }) => {
          const values: number[] = [];
          for (let index = 0; index < stepCount; index++) {
            values.push(
              await step.run(`s${index}`, async () => {
                begun.push(index);
                await new Promise((resolve) => setTimeout(resolve, 15));
                return begun.length;
              }),
            );
          }
          return values;
        },
      );
      const app = await serveFunctions(client, [main]);
      cleanups.push(() => app.close());
      let child = await spawnServer(folder, port, app.serveUrl);
      const { ids } = await client.send({ name: "t/main", data: {}, id: "only-one" });
      const readRuns = async () => {
        const response = await fetch(`http://127.0.0.1:${port}/v1/events/${ids[0]}/runs`);
        return ((await response.json()) as { data: { status: string; output: number[] }[] }).data;
      };
      let kills = 0;
      for (const killAt of [3, 7]) {
        await waitUntil(() => begun.includes(killAt));
        await killServer(child);
        kills += 1;
        child = await spawnServer(folder, port, app.serveUrl);
      }
      await waitUntil(async () => (await readRuns())[0]?.status === "Completed");
      const [run, ...others] = await readRuns();
      expect(others).toEqual([]);
      // At-least-once for the step in flight: each kill may repeat one step, and never one before it.
      expect(begun.length).toBeLessThanOrEqual(stepCount + kills);
      const repeated = begun.filter((index, at) => begun.indexOf(index) !== at);
      expect(repeated.every((index) => [3, 7].some((killAt) => index >= killAt && index <= killAt + 1))).toBe(true);
      // Memo values never change: each is that of one of its own executions, in order.
      expect(run?.output).toHaveLength(stepCount);
      expect(run?.output).toEqual([...(run?.output ?? [])].sort((a, b) => a - b));
      const { ids: again } = await client.send({ name: "t/main", data: {}, id: "only-one" });
      expect(again).toEqual(ids);
      await killServer(child);
    },
    40_000,
  );
});

describe("restart", () => {
  const makeSleeper = (client: Inngest) => [
    client.createFunction({ id: "sleeper", triggers: [{ event: "t/sleep" }] }, async ({ step }) => {
      await step.sleep("long", "1h");
      const event = await step.waitForEvent("wait", { event: "t/go", timeout: "1h" });
      return event?.data ?? null;
    }),
  ];

  it("resumes a sleep that ended while the server was away, and keeps a wait", async () => {
    const harness = track(await startHarness(makeSleeper));
    const eventId = await harness.send("t/sleep");
    await waitUntil(() => harness.server.stats().queue.scheduled === 1);
    await harness.server.close();
    harness.clock.move(2 * 3_600_000);
    await harness.restart();
    await waitUntil(() => harness.server.stats().queue.waiting === 1);
    await harness.restart();
    await harness.send("t/go", { n: 1 });
    expect(await harness.finish(eventId)).toMatchObject({ status: "Completed", output: { n: 1 } });
  });

  it("ends a wait that timed out while the server was away", async () => {
    const harness = track(await startHarness(makeSleeper));
    const eventId = await harness.send("t/sleep");
    await waitUntil(() => harness.server.stats().queue.scheduled === 1);
    harness.clock.move(2 * 3_600_000);
    await harness.server.tick();
    await waitUntil(() => harness.server.stats().queue.waiting === 1);
    harness.clock.move(2 * 3_600_000);
    await harness.restart();
    expect(await harness.finish(eventId)).toMatchObject({ status: "Completed", output: null });
  });

  it("drops finished work after seven days and keeps what is unfinished", async () => {
    const harness = track(
      await startHarness((client) => [
        ...makeSleeper(client),
        client.createFunction({ id: "quick", triggers: [{ event: "t/quick" }] }, async () => "done"),
      ]),
    );
    const quick = await harness.send("t/quick");
    await harness.finish(quick);
    const sleeper = await harness.send("t/sleep");
    await waitUntil(() => harness.server.stats().queue.scheduled === 1);
    harness.clock.move(8 * 24 * 3_600_000);
    await harness.restart({ isPaused: true });
    const answer = await fetch(`${harness.server.url}/v1/events/${quick}`);
    expect(answer.status).toBe(404);
    expect(await harness.readRuns(sleeper)).toHaveLength(1);
    expect(harness.server.stats().functions.map(({ id }) => id)).toEqual(["app-sleeper", "app-quick"]);
    await harness.restart();
    await waitUntil(() => harness.server.stats().queue.waiting === 1);
  });

  it("says that an app does not answer: at once when it did before, and not before a few tries when it never did", async () => {
    const harness = track(await startHarness(() => [], { isAppDown: true }));
    const tell = () => harness.reports.filter(({ kind }) => kind === "app_sync_failed").length;
    await harness.server.sync();
    expect(tell()).toBe(0);
    for (let tries = 0; tries < 4; tries++) await harness.server.sync();
    expect(tell()).toBe(1);
    const app = await serveFunctions(harness.client, [], Number(new URL(harness.app.serveUrl).port));
    await harness.server.sync();
    await app.close();
    await harness.server.sync();
    expect(tell()).toBe(2);
  });

  it("keeps events that come before the app has ever answered, and spends no attempt on an app that is down", async () => {
    const attempts: number[] = [];
    const makeFunctions = (client: Inngest) => [
      client.createFunction({ id: "late", triggers: [{ event: "t/late" }], retries: 0 }, async ({ attempt }) => {
        attempts.push(attempt);
      }),
    ];
    const harness = track(await startHarness(makeFunctions, { isAppDown: true }));
    const first = await harness.send("t/late", {}, "kept");
    expect(harness.server.stats().totals.unmatched).toBe(0);
    const port = Number(new URL(harness.app.serveUrl).port);
    let app = await serveFunctions(harness.client, makeFunctions(harness.client), port);
    await harness.server.sync();
    expect((await harness.finish(first)).status).toBe("Completed");
    await app.close();
    const second = await harness.send("t/late");
    await waitUntil(() => harness.reports.some(({ kind }) => kind === "app_unreachable"));
    app = await serveFunctions(harness.client, makeFunctions(harness.client), port);
    cleanups.push(() => app.close());
    expect((await harness.finish(second)).status).toBe("Completed");
    expect(attempts).toEqual([0, 0]);
  });
});
