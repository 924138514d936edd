import { rm } from "node:fs/promises";
import path from "node:path";
import { createTestClock } from "@/lib/testing/clock";
import { composeStack } from "@/lib/testing/composition";
import { copyTemplate, createTemplate, spareTheDisk } from "@/lib/testing/database-template";
import { findTomorrow, passBusyDays, passHours, WISHES } from "@/lib/testing/month-asleep";
import { startTestQueue } from "@/lib/testing/queue";
import { createReadership } from "@/lib/testing/readers";
import { makeScratch } from "@/lib/testing/scratch";
import { startPostgres } from "@/local/postgres/server";

/**
 * A process of its own for a journey: the app's composition with its stand-ins on a clock that can be moved. It lives
 * through a month in which the app answers no call, tells where its pages are, and wakes when it is told to.
 */
const HOUR_MS = 60 * 60 * 1000;

const folder = await makeScratch("segno-asleep-");
const postgres = await startPostgres({
  ...{ folder: path.join(folder, "postgres"), host: "127.0.0.1", port: 0 },
  ...{ user: "segno", password: "segno", database: "segno" },
});
await spareTheDisk(postgres.url);
const templateName = await createTemplate(postgres.url);
const clock = createTestClock(new Date(findTomorrow().getTime() + 9.5 * HOUR_MS));
const queue = await startTestQueue(clock, async (env) =>
  composeStack(await copyTemplate({ url: postgres.url, templateName }), { clock, env }),
);
const readership = await createReadership(queue.stack.services, WISHES);

async function wake(): Promise<void> {
  clock.advance(HOUR_MS / 2);
  queue.setAsleep(false);
  await queue.server().sync();
  await passHours(queue, 25);
  process.send?.({ kind: "awake" });
}

async function stop(): Promise<void> {
  await queue.close();
  await postgres.close();
  await rm(folder, { recursive: true, force: true });
}

process.once("message", () => void wake());
process.once("disconnect", () => void stop());

queue.setAsleep(true);
const turnCount = await passBusyDays(queue, readership, 30);
process.send?.({
  kind: "asleep",
  mailUrl: queue.stack.mailUrl,
  inngestUrl: queue.server().url,
  emails: readership.readers.map(({ email }) => email),
  turnCount,
});
