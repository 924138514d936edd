import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { createComment } from "@/lib/domains/comments/commands";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { readSong } from "@/lib/domains/songs/reads";
import { planTurns, takeTurns } from "@/lib/testing/digests";
import { type ReceivedMail, readMailbox } from "@/lib/testing/mailbox";
import type { TestStack } from "@/lib/testing/services";
import { sendAtOnce } from "./commands";

export const MINUTE_MS = 60 * 1000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A band with a take, nobody of which has anything unseen. */
export interface LoudBand {
  band: Band;
  versionId: string;
  /** The commenter says something, to these people. */
  say: (words: string, ...mentions: PersonActor[]) => Promise<string>;
  /** Mails at once, at this moment. */
  send: () => Promise<number>;
  /** A look of the schedule, with the turns it gives. */
  digest: () => Promise<string[]>;
  mails: (to: PersonActor) => Promise<ReceivedMail[]>;
}

export async function createLoudBand(stack: TestStack): Promise<LoudBand> {
  const { services } = stack;
  const band = await createBand(services);
  await uploadFile(services, band.owner, band, makeWav(0.2), "take.wav");
  const versionId = (await readSong(services, band.owner, band)).versions[0]?.id ?? "";
  await services.db.notification.deleteMany();
  return {
    band,
    versionId,
    say: async (body, ...mentions) => {
      const ids = mentions.map(({ accountId }) => accountId);
      const input = { versionId, body, startSec: 0.1, endSec: null, mentions: ids };
      return (await createComment(services, band.commenter, band, input)).id;
    },
    send: () => sendAtOnce(services, systemScope),
    digest: async () => takeTurns(services, await planTurns(services)),
    mails: async (to) => (await readMailbox(stack, to.email)).reverse(),
  };
}
