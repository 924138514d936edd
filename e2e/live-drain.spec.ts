import { get, type IncomingMessage } from "node:http";
import { expect, test } from "@playwright/test";
import { createApiPerson } from "./api-person";
import { type RunningStack, startStack } from "./stack";
import { filterAlive, findListener, listDescendants } from "./start-command";

const GUESTS = 1_000;

/** A guest's stream: all that came, and how to wait for a word or its end. */
interface Guest {
  text: () => string;
  waitFor: (word: RegExp) => Promise<void>;
  ended: Promise<void>;
  stop: () => void;
}

let stack: RunningStack;
test.afterAll(() => stack.stop());

function follow(topic: string, cookie: string, at: number): Promise<Guest> {
  // Each from a network of its own: one may hold 256 open.
  const headers = { cookie, "x-forwarded-for": `10.9.${at >> 8}.${at & 255}` };
  return new Promise((resolve, reject) => {
    const request = get(`${stack.appUrl}/api/live?topics=${topic}`, { headers, agent: false }, (response) =>
      resolve(read(response, () => request.destroy())),
    );
    request.on("error", reject);
  });
}

function read(response: IncomingMessage, stop: () => void): Guest {
  let text = "";
  let hear: () => void = () => undefined;
  response.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    hear();
  });
  const ended = new Promise<void>((resolve) => {
    response.on("close", () => resolve()).on("error", () => resolve());
  });
  const waitFor = (word: RegExp) =>
    new Promise<void>((resolve) => {
      hear = () => {
        if (word.test(text)) resolve();
      };
      hear();
    });
  return { text: () => text, waitFor, ended, stop };
}

/** A song that guests may hear by a link, and the cookie of one who came in. */
async function openLink() {
  const mara = await createApiPerson(stack);
  const project = await mara.post("/api/projects", { name: "Nightferry" });
  const songPath = `/api/projects/${project.id}/songs`;
  const song = await mara.post(songPath, { name: "Slow Dynamo" });
  const link = await mara.call<{ id: string; url: string }>("POST", `/api/projects/${project.id}/links`, {});
  const token = link.url.split("/l/")[1] ?? "";
  const entered = await fetch(`${stack.appUrl}/api/links/enter`, {
    ...{ method: "POST", body: JSON.stringify({ token }) },
    headers: { "content-type": "application/json", origin: stack.appUrl },
  });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const rename = (name: string) => mara.call("PATCH", `${songPath}/${song.id}`, { name });
  return { topic: `visit:${link.id}:${song.id}`, cookie, rename };
}

test("B401: a process with a thousand open streams ends within five seconds, spreads their return, and takes them all back without a gap", async () => {
  test.setTimeout(300_000);
  stack = await startStack();
  const { topic, cookie, rename } = await openLink();
  const openAll = async (cursor: string) => {
    const guests: Guest[] = [];
    for (let at = 0; at < GUESTS; at += 50) {
      const some = Array.from({ length: 50 }, (_, i) => follow(`${topic}${cursor}`, cookie, at + i));
      guests.push(...(await Promise.all(some)));
    }
    await Promise.all(guests.map((guest) => guest.waitFor(/event: ready/)));
    return guests;
  };
  const guests = await openAll("");
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
  const back = await openAll(`@${cursor}`);
  await Promise.all(back.map((guest) => guest.waitFor(/"type":"visit.changed"/)));
  for (const guest of back) expect(guest.text()).toContain(`"cursor":"${Number(cursor) + 1}"`);
  expect(back.filter((guest) => guest.text().includes('"hasGap":true'))).toEqual([]);
  for (const guest of back) guest.stop();
});
