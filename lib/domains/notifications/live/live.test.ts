import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createComment } from "@/lib/domains/comments/commands";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { readSong } from "@/lib/domains/songs/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { seeNotifications, unseeNotifications } from "../commands";
import { readNotifications } from "../reads";
import { type NoticeStream, openNoticeStream } from "./reads";

let stack: TestStack;
let services: Services;
let band: Band;
let versionId: string;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
  await uploadFile(services, band.owner, band, makeWav(0.2), "take.wav");
  versionId = (await readSong(services, band.owner, band)).versions[0]?.id ?? "";
});
afterAll(() => stack.close());

const say = () =>
  createComment(services, band.commenter, band, { versionId, body: "Late.", startSec: null, endSec: null });
const next = async (stream: NoticeStream) => (await stream.events.next()).value?.state ?? null;
const countUnseen = async () => (await readNotifications(services, band.listener, { limit: 1 })).unseenCount;

describe("one's own notices, live", () => {
  it("B284: every page of a reader hears that something is new, seen, or unseen again", async () => {
    const [one, other] = [
      await openNoticeStream(services, band.listener, null),
      await openNoticeStream(services, band.listener, null),
    ];
    const first = one.ready.state;
    expect(other.ready).toEqual({ state: first, hasGap: true });
    await say();
    const told = await next(one);
    expect([told === first, await next(other)]).toEqual([false, told]);
    const { seenAt } = await seeNotifications(services, band.listener, {});
    expect(await next(one)).not.toBe(told);
    expect(await countUnseen()).toBe(0);
    await unseeNotifications(services, band.listener, { seenAt });
    await next(one);
    expect(await countUnseen()).toBeGreaterThan(0);
    one.leave();
    other.leave();
  });

  it("B283: an undo brings back what was marked at that moment, and nothing else", async () => {
    await seeNotifications(services, band.listener, {});
    stack.clock.advance(1000);
    const { id } = await say();
    const { items } = await readNotifications(services, band.listener, { limit: 50 });
    const { seenAt } = await seeNotifications(services, band.listener, {});
    stack.clock.advance(1000);
    await unseeNotifications(services, band.listener, { seenAt });
    const unseen = await readNotifications(services, band.listener, { limit: 50, unseen: "yes" });
    expect(unseen.items).toHaveLength(1);
    expect(unseen.items[0]?.href).toContain(id);
    // Somebody else's are not theirs to mark.
    await unseeNotifications(services, band.editor, { ids: items.map((item) => item.id) });
    expect((await readNotifications(services, band.listener, { limit: 50, unseen: "yes" })).items).toHaveLength(1);
  });

  it("B284: ends with the credential, and is opened to nobody who is not signed in", async () => {
    await expect(openNoticeStream(services, null, null)).rejects.toMatchObject({ code: "unauthenticated" });
    const stream = await openNoticeStream(services, band.editor, null);
    const now = services.clock.now();
    await services.db.session.updateMany({ where: { accountId: band.editor.accountId }, data: { revokedAt: now } });
    const begun = Date.now();
    expect((await stream.events.next()).done).toBe(true);
    expect(Date.now() - begun).toBeLessThan(5_000);
    stream.leave();
  });
});
