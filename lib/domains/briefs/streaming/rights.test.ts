import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BriefWorld, type Told } from "../briefs.fixture";
import { deleteBrief } from "../commands";
import type { BriefView } from "../schema";
import { openBriefStream } from "./reads";

let world: BriefWorld;

beforeAll(async () => {
  world = await BriefWorld.open();
});
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  await world.begin();
});

const typesOf = (told: readonly Told[]) => told.map((message) => message.type);

describe("the right to a brief's stream", { timeout: 60_000 }, () => {
  const open = (brief: BriefView, person = world.band.listener) => world.listen(brief, null, { person });

  it("B108, S13: is that to see the version", async () => {
    const brief = await world.make({ composer: "rules" });
    await expect(open(brief, world.band.stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(openBriefStream(world.services, null, world.at(brief), null)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const { songId, projectId } = world.band;
    const elsewhere = { projectId, songId, versionId: await world.addVersion(2), briefId: brief.id };
    await expect(openBriefStream(world.services, world.band.owner, elsewhere, null)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it.each([
    [
      "the membership",
      () => world.services.db.membership.deleteMany({ where: { accountId: world.band.listener.accountId } }),
    ],
    [
      "the session",
      () =>
        world.services.db.session.updateMany({
          where: { id: world.band.listener.credentialId },
          data: { revokedAt: new Date() },
        }),
    ],
    [
      "the version",
      () =>
        world.services.db.version.updateMany({
          where: { id: world.target.versionId },
          data: { deletedAt: new Date() },
        }),
    ],
    [
      "the project",
      () =>
        world.services.db.project.updateMany({ where: { id: world.band.projectId }, data: { deletedAt: new Date() } }),
    ],
    [
      "the view of earlier versions",
      async () => {
        await world.addVersion(2);
        await world.services.db.membership.updateMany({
          where: { accountId: world.band.listener.accountId },
          data: { canSeeVersions: false },
        });
      },
    ],
  ])("B108, S13: ends within two seconds with %s, and tells nothing after", async (_, take) => {
    await world.note(world.other, "Vocals up", 10);
    const brief = await world.make({ composer: "rules" });
    const stream = await open(brief);
    await take();
    const startedAt = performance.now();
    const told = await stream.ended;
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(typesOf(told)).toEqual(["ready"]);
  });

  it("B108, S13: ends with the brief", async () => {
    const brief = await world.make({ composer: "rules" });
    const stream = await open(brief);
    await deleteBrief(world.services, world.band.commenter, world.at(brief));
    expect(typesOf(await stream.ended)).toEqual(["ready"]);
  });
});
