import * as chat from "@/lib/ai/testing/chat-server";
import { cut, streams } from "@/lib/ai/testing/chat-streams";
import type { BriefView } from "@/lib/domains/briefs/schema";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { type ApiPerson, createApiPerson } from "../e2e/api-person";
import { ANSWER } from "../e2e/brief-answer";
import { followAs, type Guest } from "../e2e/guests";
import { synthesizeWav } from "../e2e/sound";
import { type RunningStack, startStack } from "../e2e/stack";
import { percentile, type Row } from "./row";
import { createSong, uploadByApi } from "./upload-by-api";

const ALONE = 20;
const WRITERS = 10;
const BRIEFS_EACH = 20;
const AT_ONCE = WRITERS * BRIEFS_EACH;
/** Long enough that the first still writes when the last begins. */
const EVERY_MS = 1_000;
const PIECES = 60;

/** Somebody with a version that has notes, and where its briefs are. */
interface Writer {
  person: ApiPerson;
  path: string;
}

/** Words of a model until a browser has them: one brief after the other, and two hundred at once. */
export async function measureBrief(): Promise<Row[]> {
  const model = await chat.startChatServer();
  const ai = { AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "listener-2" };
  const stack = await startStack({ isOnDisk: true, env: ai });
  try {
    const writers: Writer[] = [];
    for (let i = 0; i < WRITERS; i++) writers.push(await join(stack));
    return [...(await measureAlone(stack, model, writers)), ...(await measureAtOnce(stack, model, writers))];
  } finally {
    await stack.stop();
    await model.close();
  }
}

async function join(stack: RunningStack): Promise<Writer> {
  const person = await createApiPerson(stack);
  const place = await createSong(person);
  const project = `/api/projects/${place.projectId}`;
  const { ai } = await person.call<ProjectView>("GET", project);
  if (!ai.recipient) throw new Error("No model is set up.");
  const { host, getsSound } = ai.recipient;
  await person.call("PATCH", `${project}/ai-consent`, { isOn: true, readsNotes: true, host, getsSound });
  const upload = await uploadByApi(person, place, synthesizeWav({ durationSec: 5 }));
  const song = `${project}/songs/${place.songId}`;
  const versionId = upload.version?.id;
  for (const body of ["Vocals louder", "Vocals quieter", "Kick masks the bass", "Guitar is out of tune"])
    await person.post(`${song}/comments`, { versionId, body, startSec: 1 });
  return { person, path: `${song}/versions/${versionId}/briefs` };
}

/** Asks for a brief and follows it; answers with the stream. */
async function follow(stack: RunningStack, { person, path }: Writer, at: number): Promise<Guest> {
  const idempotencyKey = crypto.randomUUID();
  const brief = await person.call<BriefView>("POST", path, { composer: "ai", idempotencyKey });
  const { authorization } = person;
  return followAs(`${stack.appUrl}${path}/${brief.id}/stream`, at, { authorization });
}

const STAMP = /sent at (\d+\.\d) /;
const now = () => performance.now().toFixed(1);
/** Its summary begins with when it was asked for, by this process's clock; that is when it is sent, unless it is paced. */
const answer = () => cut({ ...ANSWER, summary: `sent at ${now()} ${"and so on ".repeat(PIECES * 2)}` }, 28);

/** From when the model sent its first words until the reader has them, in ms. */
async function measureFirst(guest: Guest): Promise<number> {
  await guest.waitFor(STAMP);
  return performance.now() - Number(STAMP.exec(guest.text())?.[1]);
}

async function measureAlone(stack: RunningStack, model: chat.ChatServer, writers: Writer[]): Promise<Row[]> {
  model.behave((request, response) => streams(answer())(request, response));
  const direct = await measureDirect(model);
  const took: number[] = [];
  // What the first one loads is no other's.
  const first = await follow(stack, writers[0] as Writer, 0);
  await measureFirst(first);
  first.stop();
  for (let i = 0; i < ALONE; i++) {
    const guest = await follow(stack, writers[i % WRITERS] as Writer, i);
    took.push(await measureFirst(guest));
    guest.stop();
  }
  return [
    {
      name: "brief/first-token-p95-after-the-model's",
      value: percentile(took, 0.95),
      unit: "ms",
      reference: { name: "the same words read from the model", value: percentile(direct, 0.95) },
      target: "≤ 30",
    },
  ];
}

/** The same model asked without anything in between. */
async function measureDirect(model: chat.ChatServer): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < ALONE; i++) {
    const response = await fetch(`${model.url}/chat/completions`, {
      ...{ method: "POST", body: JSON.stringify({ model: "listener-2", messages: [] }) },
      headers: { "content-type": "application/json", authorization: `Bearer ${chat.CHAT_KEY}` },
    });
    const text = await response.text();
    took.push(performance.now() - Number(STAMP.exec(text)?.[1]));
  }
  return took;
}

async function measureAtOnce(stack: RunningStack, model: chat.ChatServer, writers: Writer[]): Promise<Row[]> {
  let writing = 0;
  let most = 0;
  model.behave((request, response) => {
    most = Math.max(most, ++writing);
    response.once("close", () => writing--);
    streams(answer(), { everyMs: EVERY_MS })(request, response);
  });
  const took: number[] = [];
  const following = writers.flatMap((writer, at) =>
    Array.from({ length: BRIEFS_EACH }, async () => {
      const guest = await follow(stack, writer, at);
      took.push(await measureFirst(guest));
      return guest;
    }),
  );
  const guests = await Promise.all(following);
  for (const guest of guests) guest.stop();
  return [
    { name: "brief/written-at-once", value: most, unit: "", target: `≥ ${AT_ONCE}` },
    // Each waited for its pace before its first words.
    { name: "brief/first-token-p95-of-200", value: percentile(took, 0.95) - EVERY_MS, unit: "ms", target: "≤ 1000" },
  ];
}
