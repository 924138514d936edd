import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testKeys } from "../test-app";
import { World } from "./world";

const hourMs = 3_600_000;

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** Sends one event so many times at once, from a process of its own. */
async function sendFromElsewhere(event: object, times: number): Promise<string[][]> {
  const target = `${world.url}/e/${testKeys.eventKey}`;
  const body = JSON.stringify(JSON.stringify([event]));
  const send = `fetch("${target}", { method: "POST", body: ${body} }).then((answer) => answer.json())`;
  const code = `Promise.all(Array.from({ length: ${times} }, () => ${send})).then((all) => console.log(JSON.stringify(all)))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", code]);
  return (JSON.parse(stdout) as { ids: string[] }[]).map(({ ids }) => ids);
}

describe("events, with checkpointing and without", () => {
  it("group 5: a hundred sends of one id from two processes at once start one run; after a day it starts another", async () => {
    await world.inBoth(async (mode) => {
      const name = `${mode}/script`;
      const data = { script: [{ run: `dup-${mode}` }] };
      const event = { name, id: "dup", data };
      const [elsewhere, ...here] = await Promise.all([
        sendFromElsewhere(event, 50),
        ...Array.from({ length: 50 }, () => world.sendAll([event])),
      ]);
      const ids = new Set([...elsewhere.flat(), ...here.flat()]);
      expect([elsewhere.length, here.length, ids.size]).toEqual([50, 50, 1]);
      await world.finish([...ids][0] ?? "");
    });
    await world.move(25 * hourMs);
    for (const mode of ["on", "off"]) {
      expect(world.listBegun().filter((step) => step === `dup-${mode}`)).toHaveLength(1);
      await world.finish(await world.send(`${mode}/script`, { script: [{ run: `dup-${mode}` }] }, "dup"));
      expect(world.listBegun().filter((step) => step === `dup-${mode}`)).toHaveLength(2);
    }
  });

  it("group 6: a request that the SDK sends again with its seed starts nothing new, over a kill -9 too", async () => {
    const seed = { "x-inngest-event-id-seed": `${Date.now()},AAECAwQFBgcICQ==` };
    const events = ["on", "off"].map((mode) => ({ name: `${mode}/script`, data: { script: [{ run: "seeded" }] } }));
    // Nothing is called before the crash, so that a step in flight can't be what is repeated.
    await world.post("/v1/drain");
    const first = await world.sendAll(events, seed);
    await world.killServer();
    await world.startServer();
    expect(await world.sendAll(events, seed)).toEqual(first);
    for (const eventId of first) expect((await world.finish(eventId)).output).toEqual(["seeded"]);
    await world.settled();
    expect(world.listBegun().filter((step) => step === "seeded")).toHaveLength(2);
  });

  it("group 10: a wait takes the first event that matches, and one event ends the waits of many runs", async () => {
    await world.inBoth(async (mode) => {
      const name = `${mode}/answer`;
      // Sent before anybody waits: it answers nothing.
      await world.send(name, { k: mode });
      const script = [{ wait: name, id: "w", timeout: "1h", match: "data.k" }, { run: "after" }];
      const eventIds = await Promise.all([0, 1, 2].map(() => world.run(`${mode}/script`, script, { k: mode })));
      await world.settled();
      await world.send(name, { k: "another" });
      for (const eventId of eventIds) expect((await world.readRuns(eventId))[0]?.status).toBe("Running");
      await world.send(name, { k: mode, n: 1 });
      for (const eventId of eventIds) {
        expect((await world.finish(eventId)).output).toEqual([{ k: mode, n: 1 }, "after"]);
      }
    });
  });

  it("group 10: a wait and the send that answers it, in one batch, and a wait that ends while the server is down", async () => {
    const eventIds = await world.inBoth(async (mode) => {
      const name = `${mode}/both`;
      const both = [
        [{ wait: name, id: "w", timeout: "1h", match: "data.k" }],
        [{ send: [{ name, data: { k: mode } }], id: "s" }],
      ];
      const run = await world.finish(await world.run(`${mode}/script`, [{ all: both }], { k: mode }));
      expect(run.output).toMatchObject([[[{ k: mode }], [{ ids: [expect.any(String)] }]]]);
      return world.run(`${mode}/script`, [{ wait: "never", id: "w", timeout: "30m" }, { run: "late" }]);
    });
    await world.settled();
    await world.killServer();
    await world.move(hourMs);
    await world.startServer();
    for (const eventId of eventIds) expect((await world.finish(eventId)).output).toEqual([null, "late"]);
  });

  it("group 11: an invocation gives the result, the error, the child's retries, and times out", async () => {
    const eventIds = await world.inBoth(async (mode) => {
      const invoke = (id: string, script: object[], more = {}) => {
        return { invoke: "child", id, data: { script }, isCaught: true, ...more };
      };
      const flaky = { run: `flaky-${mode}`, failTimes: 1, error: "later", after: "2s" } as const;
      const script = [
        invoke("good", [{ run: "good", value: { n: 1 } }]),
        invoke("bad", [{ run: "bad", error: "final", failTimes: 1 }]),
        invoke("flaky", [flaky]),
        invoke("slow", [{ sleep: "1d", id: "z" }], { timeout: "10m" }),
      ] as Parameters<World["run"]>[1];
      return world.run(`${mode}/script`, script);
    });
    for (const [index, eventId] of eventIds.entries()) {
      const mode = index === 0 ? "on" : "off";
      const run = await world.finish(eventId, { stepMs: 60_000 });
      const caught = expect.any(String) as string;
      expect(run.output).toEqual([[{ n: 1 }], { caught: "bad is final" }, [`flaky-${mode}`], { caught }]);
      expect(world.listBegun().filter((step) => step === `flaky-${mode}`)).toHaveLength(2);
    }
  });

  it("group 11: a parent gets its child's result although the server was killed while the child ran", async () => {
    const eventIds = await world.inBoth((mode) =>
      world.run(`${mode}/script`, [
        { run: `parent-${mode}` },
        { invoke: "child", id: "i", data: { script: [{ run: `child-${mode}`, gate: "child" }] } },
      ]),
    );
    for (const mode of ["on", "off"]) await world.waitForStep(`child-${mode}`);
    await world.killServer();
    await world.startServer();
    world.openGate("child");
    for (const [index, eventId] of eventIds.entries()) {
      const mode = index === 0 ? "on" : "off";
      expect((await world.finish(eventId)).output).toEqual([`parent-${mode}`, [`child-${mode}`]]);
      expect(world.listBegun().filter((step) => step === `parent-${mode}`)).toHaveLength(1);
    }
  });
});
