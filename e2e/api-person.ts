import { setTimeout as sleep } from "node:timers/promises";
import type { RunningStack } from "./stack";

interface Reply {
  id: string;
  token: string;
}

interface ApiPerson {
  authorization: string;
  post(path: string, body: object): Promise<Reply>;
}

/** A song's live events, as somebody's program holds them open. */
export interface OpenStream {
  songUrl: string;
  /** What came first. */
  readFirst(): Promise<string>;
  /** Resolves when the other side has ended the stream or cut it. */
  waitForEnd(): Promise<void>;
}

/** Somebody new, with a song, who listens for what happens to it. */
export async function openSongStream(stack: RunningStack): Promise<OpenStream> {
  const { post, authorization } = await createApiPerson(stack);
  const project = await post("/api/projects", { name: "Nightferry" });
  const song = await post(`/api/projects/${project.id}/songs`, { name: "Slow Dynamo" });
  const songUrl = `${stack.appUrl}/api/projects/${project.id}/songs/${song.id}`;
  const response = await fetch(`${songUrl}/events`, { headers: { authorization, accept: "text/event-stream" } });
  if (!response.ok || !response.body) throw new Error(`The events answered ${response.status}.`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  return {
    songUrl,
    readFirst: async () => (await reader.read()).value ?? "",
    waitForEnd: async () => {
      try {
        while (!(await reader.read()).done);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    },
  };
}

/** Signs up, verifies by mail and works by a token of their own. */
async function createApiPerson(stack: RunningStack): Promise<ApiPerson> {
  const email = `mara.${process.hrtime.bigint()}@example.test`;
  const credentials = { email, password: "a long sentence for Mara" };
  const anyone: ApiPerson = { authorization: "", post: (path, body) => send(stack, "", path, body) };
  await anyone.post("/api/accounts", { ...credentials, name: "Mara" });
  await anyone.post("/api/accounts/verify", { token: await waitForToken(stack, email) });
  const { token } = await anyone.post("/api/tokens", { ...credentials, name: "journeys" });
  const authorization = `Bearer ${token}`;
  return { authorization, post: (path, body) => send(stack, authorization, path, body) };
}

async function send(stack: RunningStack, authorization: string, path: string, body: object): Promise<Reply> {
  const response = await fetch(stack.appUrl + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization === "" ? {} : { authorization }) },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as Reply;
}

async function waitForToken(stack: RunningStack, email: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${stack.mailUrl}/api/messages?to=${encodeURIComponent(email)}`);
    const [mail] = (await response.json()) as { text: string }[];
    const token = /\/verify\?token=([\w-]+)/.exec(mail?.text ?? "")?.[1];
    if (token) return token;
    await sleep(100);
  }
  throw new Error(`No mail to ${email} came.`);
}
