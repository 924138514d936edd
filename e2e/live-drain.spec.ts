import { expect, test } from "@playwright/test";
import { followAll, followAs, openSongToGuests } from "./guests";
import { type RunningStack, startStack } from "./stack";
import { filterAlive, findListener, listDescendants } from "./start-command";

const GUESTS = 1_000;

let stack: RunningStack;
test.afterAll(() => stack.stop());

test("B401: a process with a thousand open streams ends within five seconds, spreads their return, and takes them all back without a gap", async () => {
  test.setTimeout(480_000);
  stack = await startStack();
  const { topic, cookie, rename } = await openSongToGuests(stack);
  const openAll = (cursor: string, first: RegExp) => {
    const url = `${stack.appUrl}/api/live?topics=${topic}${cursor}`;
    return followAll(GUESTS, first, (at) => followAs(url, at, { cookie }));
  };
  const guests = await openAll("", /event: ready/);
  const cursor = /"cursor":"(\d+)"/.exec(guests[0]?.text() ?? "")?.[1] ?? "";

  const below = await listDescendants(stack.pid);
  const app = await findListener(Number(stack.ports["SEGNO_PORT"]), below);
  if (!app) throw new Error("Nobody listens.");
  const since = Date.now();
  process.kill(app.pid, "SIGTERM");
  await Promise.all(guests.map((guest) => guest.ended));
  await expect.poll(async () => (await filterAlive([app])).length, { intervals: [50], timeout: 10_000 }).toBe(0);
  expect(Date.now() - since).toBeLessThan(5_000);

  const told = guests.map((guest) => Number(/retry: (\d+)\s*$/.exec(guest.text())?.[1] ?? Number.NaN));
  expect(Math.min(...told)).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...told)).toBeLessThanOrEqual(10_000);
  // No second of the nine has more than a quarter of them.
  for (let second = 1; second < 10; second++) {
    const within = told.filter((ms) => Math.floor(ms / 1_000) === second);
    expect(within.length).toBeLessThan(GUESTS / 4);
  }

  // The start command starts it again; what happened before they are back is told to each.
  const isUp = () =>
    fetch(`${stack.appUrl}/api/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
  await expect.poll(isUp, { timeout: 60_000 }).toBe(true);
  await rename("While away");
  const back = await openAll(`@${cursor}`, /"type":"visit.changed"/);
  for (const guest of back) expect(guest.text()).toContain(`"cursor":"${Number(cursor) + 1}"`);
  expect(back.filter((guest) => guest.text().includes('"hasGap":true'))).toEqual([]);
  for (const guest of back) guest.stop();
});
