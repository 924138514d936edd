import { createId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { createTestPeople, createTestPerson, type TestPerson } from "./actors";

/** When somebody wants their digest. */
export interface ReaderWish {
  name: string;
  timeZone: string;
  digestHour: number;
}

/** People who listen to one song, and somebody who keeps changing it. */
export interface Readership {
  readers: TestPerson[];
  doerId: string;
  projectId: string;
  songId: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Verified members of a project with one song; what was told to them in the last ninety days is still unread. */
export async function createReadership(services: Services, wishes: ReaderWish[]): Promise<Readership> {
  const { db, clock } = services;
  const doer = await createTestPerson(services, "Jonas");
  const [projectId, songId] = [createId(), createId()];
  await db.project.create({ data: { id: projectId, ownerId: doer.accountId, name: "Nightferry" } });
  await db.song.create({
    data: { id: songId, projectId, createdById: doer.accountId, name: "Paper Lanterns", updatedAt: clock.now() },
  });
  const readers = await createTestPeople(
    services,
    wishes.map(({ name }) => name),
  );
  const digestWatermark = new Date(clock.now().getTime() - 90 * DAY_MS);
  for (const [rhythm, ids] of groupByRhythm(wishes, readers)) {
    await db.account.updateMany({ where: { id: { in: ids } }, data: { ...rhythm, digestWatermark } });
  }
  await db.membership.createMany({
    data: readers.map(({ accountId }) => ({ id: createId(), accountId, projectId, role: "listener" as const })),
  });
  return { readers, doerId: doer.accountId, projectId, songId };
}

type Rhythm = Pick<ReaderWish, "timeZone" | "digestHour">;

function groupByRhythm(wishes: ReaderWish[], readers: TestPerson[]): [Rhythm, string[]][] {
  const groups = new Map<string, [Rhythm, string[]]>();
  for (const [at, { timeZone, digestHour }] of wishes.entries()) {
    const key = `${timeZone} ${digestHour}`;
    const group = groups.get(key) ?? [{ timeZone, digestHour }, []];
    group[1].push(readers[at]?.accountId ?? "");
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** One more thing that each of them has not seen. */
export async function tellReaders(services: Services, readership: Readership, words: string): Promise<void> {
  const { readers, doerId, projectId, songId } = readership;
  const data = readers.map(({ accountId }) => ({
    ...{ id: createId(), readerId: accountId, doerId, projectId, songId, kind: "version.uploaded" as const },
    ...{ sourceKey: `version:${createId()}`, payload: { excerpt: words }, createdAt: services.clock.now() },
  }));
  await services.db.notification.createMany({ data });
}
