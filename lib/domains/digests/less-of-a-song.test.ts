import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createComment } from "@/lib/domains/comments/commands";
import { changeLevel, changePreferences } from "@/lib/domains/notifications/preferences/commands";
import { readPreferences } from "@/lib/domains/notifications/preferences/reads";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { createSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { unsubscribe } from "./commands";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const NAMES = ["Harbour", "Ferry Bell", "Secret Song"] as const;
let stack: TestStack;
let band: Band;
let reader: PersonActor;
const songs = new Map<string, { songId: string; versionId: string }>();

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.clock.set(new Date(Math.ceil(stack.clock.now().getTime() / DAY_MS) * DAY_MS + 10 * HOUR_MS));
  band = await createBand(stack.services);
  reader = await createPerson(stack.services, "Rita Reader");
  const rhythm = { timeZone: "Europe/Berlin", digestHour: 8, digestFrequency: "daily" as const };
  await stack.services.db.account.update({ where: { id: reader.accountId }, data: rhythm });
  // By default a mention is mailed at once; this reader wants one mail a day.
  await changePreferences(stack.services, reader, { channels: { "comment.mentioned": "digest" } });
  songs.clear();
  for (const name of NAMES) {
    const { id: songId } = await createSong(stack.services, band.owner, band.projectId, { name });
    await addMember(stack.services, reader, { songId }, "commenter");
    const target = { projectId: band.projectId, songId };
    await uploadFile(stack.services, band.editor, target, makeWav(0.2), "take.wav");
    const versionId = (await readSong(stack.services, band.owner, target)).versions[0]?.id ?? "";
    songs.set(name, { songId, versionId });
    for (const body of [`Drums of ${name}`, `Bass of ${name}`]) await say(name, body);
  }
});

const placeOf = (name: string) => ({
  projectId: band.projectId,
  ...(songs.get(name) ?? { songId: "", versionId: "" }),
});

async function say(name: string, body: string, mentions: string[] = []): Promise<void> {
  const { versionId, ...song } = placeOf(name);
  const place = { versionId, startSec: 0.1, endSec: null };
  await createComment(stack.services, band.commenter, song, { ...place, body, mentions });
}

/** The next look at eight of the reader's morning, and the mails that they have then. */
async function passMorning(): Promise<string[]> {
  const berlin = (at: number) =>
    Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit" }).format(at));
  let at = Math.ceil((stack.clock.now().getTime() + 1) / HOUR_MS) * HOUR_MS;
  while (berlin(at) !== 8) at += HOUR_MS;
  stack.clock.set(new Date(at));
  await takeTurns(stack.services, await planTurns(stack.services));
  return (await readMailbox(stack, reader.email)).map(({ text }) => text);
}

const tokenOf = (text: string | undefined, name: string) =>
  new RegExp(`${name}[^]*?Only mentions of this song: \\S+token=(\\S+)`).exec(text ?? "")?.[1] ?? "";
const revoke = (name: string) =>
  stack.services.db.membership.deleteMany({ where: { accountId: reader.accountId, songId: placeOf(name).songId } });

describe("less of one song", { timeout: 60_000 }, () => {
  it("B478: nine things in three songs, one of them revoked, are one mail at eight; one press later only a mention comes", async () => {
    await revoke("Secret Song");
    const [digest, ...more] = await passMorning();
    expect(more).toEqual([]);
    expect(digest).toContain("Harbour");
    expect(digest).toContain("Bass of Ferry Bell");
    expect(digest).not.toContain("Secret Song");
    const token = tokenOf(digest, "Harbour");
    await unsubscribe(stack.services, { token });
    // Pressed again, or by a mail program as well, it is the same.
    await unsubscribe(stack.services, { token });
    const { places } = await readPreferences(stack.services, reader);
    expect(places).toEqual([expect.objectContaining({ songName: "Harbour", level: "personal" })]);

    stack.clock.advance(HOUR_MS);
    await say("Harbour", "Nothing for Rita");
    await say("Harbour", "@Rita Reader, is this yours?", [reader.accountId]);
    const mails = await passMorning();
    expect(mails).toHaveLength(2);
    const next = mails.find((text) => text !== digest) ?? "";
    expect(next).toContain("is this yours?");
    expect(next).not.toContain("Nothing for Rita");
    // Of what speaks to its reader alone there is nothing less.
    expect(next).not.toContain("Only mentions of this song");
  });

  it("B478: works as long as one may open the song, for its reader alone, and leaves other songs as they are", async () => {
    const [digest] = await passMorning();
    const [harbour, secret] = [tokenOf(digest, "Harbour"), tokenOf(digest, "Secret Song")];
    expect(harbour).not.toBe(secret);
    await revoke("Secret Song");
    for (const token of [
      secret,
      `${harbour}x`,
      harbour.replace(placeOf("Harbour").songId, placeOf("Ferry Bell").songId),
    ])
      await expect(unsubscribe(stack.services, { token })).rejects.toMatchObject({ code: "not_found" });
    expect((await readPreferences(stack.services, reader)).places).toEqual([]);
    await unsubscribe(stack.services, { token: harbour });
    stack.clock.advance(HOUR_MS);
    await say("Ferry Bell", "Still told");
    expect((await passMorning()).join()).toContain("Still told");
  });

  it("B478: is not offered where mentions are all that one hears", async () => {
    const { versionId: _, ...harbour } = placeOf("Harbour");
    await changeLevel(stack.services, reader, harbour, { level: "personal" });
    await say("Harbour", "@Rita Reader, listen", [reader.accountId]);
    const [digest] = await passMorning();
    expect(digest).toContain("@Rita Reader, listen");
    expect(tokenOf(digest, "Harbour")).toBe("");
    expect(tokenOf(digest, "Ferry Bell")).not.toBe("");
  });
});
