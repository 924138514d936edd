import { setTimeout as sleep } from "node:timers/promises";
import type { RunningStack } from "./stack";

interface Reply {
  id: string;
  token: string;
}

export interface ApiPerson {
  email: string;
  password: string;
  authorization: string;
  post(path: string, body: object): Promise<Reply>;
  /** @returns the answer's JSON. @throws when it is refused. */
  call<T>(method: string, path: string, body?: object): Promise<T>;
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
export async function createApiPerson(stack: RunningStack): Promise<ApiPerson> {
  const email = inventEmail();
  await openAccount(stack, { email, password: PASSWORD, name: "Mara" });
  return signInByApi(stack, email);
}

type Addresses = Pick<RunningStack, "appUrl" | "mailUrl">;
type SentHeaders = Record<string, string>;

interface NewAccount {
  email: string;
  password: string;
  name: string;
  timeZone?: string;
}

/** Signs somebody up and verifies the address by the mail that comes. `headers` go with both calls. */
export async function openAccount(at: Addresses, account: NewAccount, headers: SentHeaders = {}): Promise<void> {
  await send(at, headers, "POST", "/api/accounts", account);
  await send(at, headers, "POST", "/api/accounts/verify", { token: await waitForToken(at, account.email) });
}

const PASSWORD = "a long sentence for Mara";

const inventEmail = () => `mara.${process.hrtime.bigint()}@example.test`;

/** @returns the new address; a mail to verify it is on its way. */
export async function signUpByApi(stack: RunningStack): Promise<string> {
  const email = inventEmail();
  await send(stack, {}, "POST", "/api/accounts", { email, password: PASSWORD, name: "Mara" });
  return email;
}

export async function signInByApi(stack: RunningStack, email: string): Promise<ApiPerson> {
  const credentials = { email, password: PASSWORD };
  const { token } = await send<Reply>(stack, {}, "POST", "/api/tokens", { ...credentials, name: "journeys" });
  const authorization = `Bearer ${token}`;
  const call: ApiPerson["call"] = (method, path, body) => send(stack, { authorization }, method, path, body);
  return { ...credentials, authorization, call, post: (path, body) => call("POST", path, body) };
}

async function send<T>(at: Addresses, headers: SentHeaders, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(at.appUrl + path, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}

async function waitForToken(at: Addresses, email: string): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(`${at.mailUrl}/api/messages?to=${encodeURIComponent(email)}`);
    const [mail] = (await response.json()) as { text: string }[];
    const token = /\/verify\?token=([\w-]+)/.exec(mail?.text ?? "")?.[1];
    if (token) return token;
    await sleep(100);
  }
  throw new Error(`No mail to ${email} came.`);
}
