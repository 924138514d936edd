import { randomInt } from "node:crypto";
import { type ApiPerson, createApiPerson } from "../e2e/api-person";
import { synthesizeWav } from "../e2e/sound";
import { type RunningStack, startStack } from "../e2e/stack";
import { callAtRate } from "./at-rate";
import { percentile, type Row } from "./row";
import { createSong, uploadByApi } from "./upload-by-api";

const SIGN_INS = { perSecond: 20, seconds: 10 };
/** Tries are counted by account: so many people that none has too many under way. */
const PEOPLE = 8;
const READS = { perSecond: 40, seconds: 10 };

/** Sign-ins by password, each a slow hash, beside reads of a song that must not feel them. */
export async function measureSignIn(): Promise<Row[]> {
  const stack = await startStack({ isOnDisk: true });
  try {
    const client = await createApiPerson(stack);
    const place = await createSong(client);
    await uploadByApi(client, place, synthesizeWav({ durationSec: 5 }));
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const people = [client];
    while (people.length < PEOPLE) people.push(await createApiPerson(stack));
    const signIn = await prepareSignIn(stack, people);
    const read = () => client.call("GET", `/api/projects/${place.projectId}/songs/${place.songId}`);
    for (const call of [signIn, read]) await callAtRate(call, { perSecond: 10, seconds: 1 });
    const alone = await callAtRate(read, READS);
    const [signIns, beside] = await Promise.all([callAtRate(signIn, SIGN_INS), callAtRate(read, READS)]);
    return [
      {
        name: "sign-in/p95-at-20-per-s",
        value: percentile(signIns, 0.95),
        unit: "ms",
        target: "≤ 250",
      },
      {
        name: "sign-in/other-routes-p95-meanwhile",
        value: percentile(beside, 0.95),
        unit: "ms",
        reference: { name: "the same without sign-ins", value: percentile(alone, 0.95) },
        target: "≤ 50",
      },
    ];
  } finally {
    await stack.stop();
  }
}

/** As a browser's form does it; each from a network of its own, as tries are counted by that. */
async function prepareSignIn(stack: RunningStack, people: ApiPerson[]): Promise<() => Promise<void>> {
  const csrf = await fetch(`${stack.appUrl}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  let turn = 0;
  return async () => {
    const { email = "", password = "" } = people[turn++ % people.length] ?? {};
    const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
    const network = `10.${[1, 2, 3].map(() => randomInt(256)).join(".")}`;
    const answer = await fetch(`${stack.appUrl}/api/auth/callback/credentials`, {
      method: "POST",
      body,
      headers: { cookie, "x-forwarded-for": network },
      redirect: "manual",
    });
    if (!answer.headers.getSetCookie().some((line) => line.includes("segno-session=")))
      throw new Error(`signing in answered ${answer.status} without a session`);
    await answer.text();
  };
}
