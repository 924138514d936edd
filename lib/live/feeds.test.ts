import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { createLogger } from "@/lib/log/logger";
import { Feeds } from "./feeds";

interface Watcher {
  name: number;
}

/** Followers of one topic, whose rights are asked for by `findLost`. */
function openFeeds(findLost: (watchers: Watcher[]) => Promise<Watcher[]>) {
  return new Feeds<{ seq: number }, Watcher>({
    hub: { subscribe: () => Promise.resolve(() => undefined) },
    log: createLogger("silent"),
    readHead: () => Promise.resolve(0),
    readAfter: () => Promise.resolve([]),
    isLast: () => false,
    findLost,
  });
}

it("B472: a thousand hints at one moment that rights changed cost two looks, not a thousand", async () => {
  let looks = 0;
  const feeds = openFeeds(async () => {
    looks++;
    await turn();
    return [];
  });
  for (let name = 0; name < 1_000; name++) await feeds.follow("song", { name }, null);
  await Promise.all(Array.from({ length: 1_000 }, () => feeds.check("song")));
  expect(looks).toBe(2);
});

it("B472: a right that was lost while another look was under way is seen by the next", async () => {
  const lost: Watcher[] = [];
  const seen: number[] = [];
  const feeds = openFeeds(async () => {
    const now = [...lost];
    seen.push(now.length);
    await turn();
    return now;
  });
  const watcher = { name: 1 };
  const feed = await feeds.follow("song", watcher, null);
  const first = feeds.check("song");
  await turn();
  lost.push(watcher);
  await Promise.all([first, feeds.check("song")]);
  expect(seen.at(-1)).toBe(1);
  expect((await feed.events.next()).done).toBe(true);
});
