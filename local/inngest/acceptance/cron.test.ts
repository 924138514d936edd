import { afterEach, describe, expect, it } from "vitest";
import { forkChild } from "./child-process";
import { World } from "./world";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const listTicks = (of: World) => of.readEffects("body").map(({ tick }) => Number(tick));

/** When the schedules of the server's functions tick next, without doubles. */
async function readNextTicks(of: World): Promise<string[]> {
  const { functions } = await of.readStats();
  return [...new Set(functions.flatMap(({ cron }) => cron.flatMap(({ nextTick }) => nextTick ?? [])))];
}

describe("schedules, with checkpointing and without", () => {
  it("group 13: a hundred ticks with two app processes give one run each, and no second server can join in", async () => {
    world = await World.start({ apps: 2, crons: ["* * * * *"] });
    const [next] = await readNextTicks(world);
    const firstTick = Date.parse(next ?? "");
    await world.move(firstTick - world.nowMs - 50_000);
    for (let tick = 0; tick < 100; tick++) {
      await world.move(minuteMs);
      if (tick % 10 === 0) await Promise.all([world.order({ do: "tick" }), world.order({ do: "tick" })]);
      await world.settled();
    }
    const expected = Array.from({ length: 100 }, (_, tick) => firstTick + tick * minuteMs);
    const ticks = listTicks(world).sort((a, b) => a - b);
    expect(ticks).toEqual(expected.flatMap((tick) => [tick, tick]));
    const second = await forkChild("server-child.ts", undefined);
    const refusal = new Promise((resolve) => second.process.once("message", resolve));
    const options = { folder: `${world.folder}/log`, host: "127.0.0.1", port: 0, eventKey: "k", serveUrls: [] };
    const signingKey = `signkey-prod-${"ab".repeat(32)}`;
    second.process.send({ id: 1, order: { do: "start", options: { ...options, signingKey }, offsetMs: 0 } });
    expect(await refusal).toMatchObject({ error: expect.stringContaining(String(world.server?.pid)) as string });
    second.kill("SIGKILL");
    await second.exited;
  }, 60_000);

  it("group 13, B38: after a month away the newest tick runs at most, and only while it is young", async () => {
    world = await World.start({ crons: ["*/30 * * * *"], cronStart: "10m" });
    const [next] = await readNextTicks(world);
    await world.killServer();
    // 25 minutes after a tick it is too old for a start within ten; five minutes after the next one it is not.
    await world.move(Date.parse(next ?? "") - world.nowMs + 30 * dayMs + 25 * minuteMs);
    await world.startServer();
    await world.settled();
    expect(listTicks(world)).toEqual([]);
    await world.killServer();
    await world.move(30 * dayMs - 20 * minuteMs);
    await world.startServer();
    await world.settled();
    const newest = Date.parse(next ?? "") + 60 * dayMs;
    expect(listTicks(world)).toEqual([newest, newest]);
    const { functions } = await world.readStats();
    const missed = functions.flatMap(({ cron }) => cron.map((one) => one.missed));
    expect(missed.every((count) => count >= 1_000)).toBe(true);
  }, 60_000);

  it("group 13, B155: a schedule whose runs are past their retention goes on at its next tick, once, over a restart too", async () => {
    world = await World.start({ crons: ["0 * * * *"] });
    for (let hour = 0; hour < 2; hour++) {
      const [next] = await readNextTicks(world);
      await world.move(Date.parse(next ?? "") - world.nowMs + 1_000);
      await world.settled();
    }
    const ran = listTicks(world);
    expect(new Set(ran).size).toBe(2);
    // Half an hour after a tick, so that none of the missed ones is young enough to be made up for.
    await world.move(8 * dayMs + 30 * minuteMs);
    await world.order({ do: "tick" });
    expect((await world.readStats()).totals).toMatchObject({ events: 0, completed: 0 });
    await world.killServer();
    await world.startServer();
    const [next] = await readNextTicks(world);
    await world.move(Date.parse(next ?? "") - world.nowMs + 1_000);
    await world.settled();
    expect(listTicks(world).slice(ran.length)).toEqual([Date.parse(next ?? ""), Date.parse(next ?? "")]);
    const { functions } = await world.readStats();
    const missed = functions.flatMap(({ cron }) => cron.map((one) => one.missed));
    expect(missed).toEqual([192, 192]);
  }, 60_000);

  it("group 13, B55: each local day has one tick when the clocks change; a changed or removed schedule stops", async () => {
    world = await World.start({ crons: ["TZ=Europe/Paris 30 2 * * *"] });
    for (const change of ["2027-03-26T12:00:00Z", "2027-10-29T12:00:00Z"]) {
      await world.move(Date.parse(change) - world.nowMs);
      await world.settled();
      const before = listTicks(world).length;
      for (let day = 0; day < 4; day++) {
        const [next] = await readNextTicks(world);
        await world.move(Date.parse(next ?? "") - world.nowMs + 1_000);
        await world.settled();
      }
      const ticks = listTicks(world).slice(before);
      const days = ticks.map((tick) =>
        new Intl.DateTimeFormat("sv", { timeZone: "Europe/Paris" }).format(new Date(tick)),
      );
      expect(new Set(days).size).toBe(4);
      expect(ticks).toHaveLength(8);
    }
    const count = listTicks(world).length;
    await world.killApp(0);
    await world.startApp(0, { crons: ["TZ=Europe/Paris 0 12 * * *"] });
    await world.order({ do: "sync" });
    const changed = await world.readStats();
    const expressions = changed.functions.flatMap(({ cron }) => cron.map(({ expression }) => expression));
    expect([...new Set(expressions)]).toEqual(["TZ=Europe/Paris 0 12 * * *"]);
    await world.killApp(0);
    await world.startApp(0, { crons: [] });
    await world.order({ do: "sync" });
    await world.move(3 * dayMs);
    await world.settled();
    expect(listTicks(world)).toHaveLength(count);
  }, 60_000);
});
