import { get, type IncomingMessage } from "node:http";
import { createApiPerson } from "./api-person";
import type { RunningStack } from "./stack";

/** A stream of somebody: all that came, and how to wait for a word or its end. */
export interface Guest {
  text: () => string;
  /** Fails, with what came, when the stream has ended, or has not said it for a minute. */
  waitFor: (word: RegExp) => Promise<void>;
  ended: Promise<void>;
  stop: () => void;
}

/** Opens a stream of server-sent events as one of many, each from a network of its own: one may hold 256 open. */
export function followAs(url: string, at: number, headers: Record<string, string> = {}): Promise<Guest> {
  const from = { ...headers, "x-forwarded-for": `10.${9 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}` };
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: from, agent: false }, (response) =>
      resolve(read(response, () => request.destroy())),
    );
    request.on("error", reject);
  });
}

/** Many, fifty at a time. Resolves when each has heard `first`; whose line breaks before comes again, as browsers do. */
export async function followAll(
  count: number,
  first: RegExp,
  follow: (at: number) => Promise<Guest>,
): Promise<Guest[]> {
  const guests: Guest[] = [];
  for (let at = 0; at < count; at += 50) {
    const some = Array.from({ length: Math.min(50, count - at) }, (_, i) => insist(first, () => follow(at + i)));
    guests.push(...(await Promise.all(some)));
  }
  return guests;
}

const TRIES = 5;
const PATIENCE_MS = 60_000;

async function insist(first: RegExp, follow: () => Promise<Guest>): Promise<Guest> {
  let last: unknown;
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      const guest = await follow();
      await guest.waitFor(first).catch((error: unknown) => {
        guest.stop();
        throw error;
      });
      return guest;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`A stream was not opened in ${TRIES} tries.`, { cause: last });
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
    new Promise<void>((resolve, reject) => {
      const fail = (how: string) => {
        clearTimeout(timer);
        reject(new Error(`Of ${word} a stream ${how}. It said: ${text}`));
      };
      const timer = setTimeout(() => fail("said nothing for a minute"), PATIENCE_MS);
      hear = () => {
        if (!word.test(text)) return;
        clearTimeout(timer);
        resolve();
      };
      hear();
      void ended.then(() => fail("said nothing before it ended"));
    });
  return { text: () => text, waitFor, ended, stop };
}

/** A song that guests may hear by a link, the cookie of one who came in, and its owner's ways. */
export async function openSongToGuests(stack: RunningStack) {
  const owner = await createApiPerson(stack);
  const project = await owner.post("/api/projects", { name: "Nightferry" });
  const songPath = `/api/projects/${project.id}/songs`;
  const song = await owner.post(songPath, { name: "Slow Dynamo" });
  const link = await owner.call<{ id: string; url: string }>("POST", `/api/projects/${project.id}/links`, {});
  const token = link.url.split("/l/")[1] ?? "";
  const entered = await fetch(`${stack.appUrl}/api/links/enter`, {
    ...{ method: "POST", body: JSON.stringify({ token }) },
    headers: { "content-type": "application/json", origin: stack.appUrl },
  });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const rename = (name: string) => owner.call("PATCH", `${songPath}/${song.id}`, { name });
  const readSong = () => owner.call("GET", `${songPath}/${song.id}`);
  return { topic: `visit:${link.id}:${song.id}`, cookie, rename, readSong };
}
