import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as chat from "@/lib/ai/testing/chat-server";
import { cut, streams } from "@/lib/ai/testing/chat-streams";
import { openSongStream } from "@/lib/domains/activity/reads";
import { setAiConsent } from "@/lib/domains/projects/commands";
import { updateSong } from "@/lib/domains/songs/commands";
import { composeStack } from "@/lib/testing/composition";
import { copyTemplate, createTemplate } from "@/lib/testing/database-template";
import { makeScratch } from "@/lib/testing/scratch";
import { startPostgres } from "@/local/postgres/server";
import type { StandIn } from "@/local/stand-in";
import { answerOf, BriefWorld, joinWords, type Told } from "../briefs.fixture";
import { openBriefStream } from "./reads";

const SUMMARY = "First the vocals, 🎉 then the Übergang, then everything else that was said of it.";
const ANSWER = {
  summary: SUMMARY,
  groups: [{ title: "All", items: [{ what: "Do it", notes: ["n1"], conflict: null }] }],
};

let folder: string;
let postgres: StandIn;
let model: chat.ChatServer;
let world: BriefWorld;

const open = (port: number) =>
  startPostgres({
    ...{ folder: path.join(folder, "postgres"), host: "127.0.0.1", port },
    ...{ user: "segno", password: "segno", database: "segno" },
  });

/** A database server of its own, since everybody else's must go on. */
beforeAll(async () => {
  folder = await makeScratch("segno-restarted-");
  postgres = await open(0);
  const database = await copyTemplate({ url: postgres.url, templateName: await createTemplate(postgres.url) });
  model = await chat.startChatServer();
  const env = { AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "small-1" };
  world = BriefWorld.on(await composeStack({ ...database, drop: async () => undefined }, { env }));
  await world.begin();
  const consent = { isOn: true, host: new URL(model.url).host, getsSound: false, readsNotes: true } as const;
  await setAiConsent(world.services, world.band.owner, world.band.projectId, consent);
});
afterAll(async () => {
  await world.close();
  await model.close();
  await postgres.close();
  await rm(folder, { recursive: true, force: true });
});

async function restartPostgres(): Promise<void> {
  await postgres.close();
  await sleep(300);
  postgres = await open(Number(new URL(postgres.url).port));
}

/** Does a thing until the database is there for it; forty seconds at most. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 400; ; tries -= 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(100);
    }
  }
}

interface Opened {
  messages: AsyncIterable<{ seq: number | null; type: string; json: string }>;
  leave: () => void;
}

/** Follows as a browser does: whenever the line breaks it comes back and says from where. */
async function follow(
  openAfter: (after: number | null) => Promise<Opened>,
  isEnd: (told: Told) => boolean,
  told: Told[] = [],
) {
  for (;;) {
    const after = told.findLast((message) => message.seq !== null)?.seq ?? null;
    const stream = await insist(() => openAfter(after));
    try {
      for await (const { seq, type, json } of stream.messages) {
        const message = { seq, type, data: JSON.parse(json) as Told["data"] };
        if (type === "ready" && told.length > 0) continue;
        told.push(message);
        if (isEnd(message)) return told;
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    } finally {
      stream.leave();
    }
  }
}

it("B111, B470, S10, S15: PostgreSQL restarted in the middle of an answer leaves no gap, and one answer", {
  timeout: 60_000,
}, async () => {
  await world.note(world.other, "Vocals up", 10);
  model.behave(streams(cut(ANSWER, 3), { everyMs: 80 }));
  const brief = await world.make();
  const heard: Told[] = [];
  const followed = follow(
    (after) => openBriefStream(world.services, world.band.listener, world.at(brief), after),
    ({ type }) => type === "done",
    heard,
  );
  const written = insist(() => world.write(brief));
  await expect.poll(() => heard.some(({ type }) => type === "token"), { timeout: 30_000, interval: 10 }).toBe(true);
  await restartPostgres();
  expect(await written).toBe("done");
  const told = await followed;
  expect(told.map(({ seq }) => seq)).toEqual(told.map((_, i) => i));
  expect(joinWords(told)).toContain(SUMMARY);
  expect(told.filter(({ type }) => type === "document")).toHaveLength(1);
  expect(answerOf(await world.read(brief))).toMatchObject({ state: "done", text: `${SUMMARY}\n` });
  // It was cut off in the middle, or nothing was proven.
  expect(told.some(({ type }) => type === "restart")).toBe(true);
});

it("B104, B106, B470: PostgreSQL restarted under a song's stream leaves no gap, and nothing is told twice", {
  timeout: 60_000,
}, async () => {
  const { services, band, target } = world;
  const names = Array.from({ length: 12 }, (_, i) => `Take ${i}`);
  let isFollowing = () => undefined as void;
  const begun = new Promise<void>((resolve) => {
    isFollowing = resolve;
  });
  const followed = follow(
    async (after) => {
      const { ready, events, leave } = await openSongStream(services, band.listener, target, after);
      isFollowing();
      expect(ready.hasGap).toBe(false);
      return { messages: withReady(ready.resumedFrom, events), leave };
    },
    ({ data }) => JSON.stringify(data).includes(names.at(-1) ?? ""),
  );
  await begun;
  const restarted = sleep(100).then(restartPostgres);
  for (const name of names) {
    await insist(() => updateSong(services, band.owner, target, { name }));
    await sleep(80);
  }
  await restarted;
  const told = await followed;
  const seqs = told.map(({ seq }) => seq ?? -1);
  expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
  for (const name of names) expect(JSON.stringify(told)).toContain(name);
});

async function* withReady(seq: number, events: AsyncIterable<{ seq: number; type: string; json: string }>) {
  yield { seq, type: "ready", json: "{}" };
  yield* events;
}
