import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { buildObjectKey } from "@/lib/core/object-keys";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { recordSweep, sweepUploads } from "../sweeping/commands";
import { readObjectCursor, readSweeps } from "../sweeping/reads";
import { removeOrphans } from "./commands";
import { readOrphans } from "./reads";

const MANY = 1010;
let stack: TestStack;
let services: Services;
let band: Band;
let admin: Band["owner"];

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
  admin = { ...band.owner, isAdmin: true };
});
afterAll(() => stack.close());

const keyOf = (uploadId: string) => buildObjectKey({ ...band, uploadId }, "peaks.dat");
const put = (key: string) => services.storage.put(key, new Uint8Array(10), "application/octet-stream");
const isThere = async (key: string) => (await services.storage.head(key)) !== null;
const remove = (after: string | null = null) => removeOrphans(services, systemScope, after);

/** What an administrator sees, over all pages. */
async function look(): Promise<string[]> {
  const keys: string[] = [];
  for (let after: string | undefined; ; ) {
    const { orphans, next } = await readOrphans(services, admin, { after });
    keys.push(...orphans.map(({ key }) => key));
    if (next === null) return keys;
    after = next;
  }
}

describe("B302: objects that no row knows", () => {
  it("are shown at once, removed after a month, and nothing else is, however often it runs", async () => {
    const { id: kept } = await uploadFile(services, band.editor, band, makeWav(0.2));
    const source = buildObjectKey({ ...band, uploadId: kept }, "source");
    const [orphan, other] = [keyOf(createId()), `projects/${band.projectId}/cover/${createId()}`];
    for (const key of [orphan, other]) await put(key);
    expect(await look()).toEqual([orphan]);
    expect(await remove()).toMatchObject({ objects: 3, orphans: 0, objectCursor: null });
    stack.clock.advance(DELETED_KEPT_MS + 60_000);
    expect(await look()).toEqual([orphan]);
    expect(await isThere(orphan)).toBe(true);
    const twice = await Promise.all([remove(), remove()]);
    expect(twice.some(({ orphans, orphanBytes }) => orphans === 1 && orphanBytes === 10)).toBe(true);
    expect([await isThere(orphan), await isThere(source), await isThere(other)]).toEqual([false, true, true]);
    expect(await remove()).toMatchObject({ orphans: 0 });
    expect(await look()).toEqual([]);
  });

  it("are found among more than fit a page, from where the last run ended", { timeout: 60_000 }, async () => {
    const keys = Array.from({ length: MANY }, () => keyOf(createId()));
    for (let i = 0; i < keys.length; i += 20) await Promise.all(keys.slice(i, i + 20).map(put));
    expect((await look()).sort()).toEqual([...keys].sort());
    stack.clock.advance(DELETED_KEPT_MS + 60_000);
    const sorted = [...keys].sort();
    const from = sorted[MANY - 51] ?? "";
    expect(await remove(from)).toMatchObject({ orphans: 50, objectCursor: null });
    expect(await remove()).toMatchObject({ orphans: MANY - 50, objectCursor: null });
  });

  it("are an administrator's to see", async () => {
    await expect(readOrphans(services, band.owner, {})).rejects.toMatchObject({ reason: "not_admin" });
    await expect(readSweeps(services, band.owner)).rejects.toMatchObject({ reason: "not_admin" });
  });
});

describe("B303: what the sweeper did", () => {
  it("is summed up over a day, and the next run knows where to go on", async () => {
    expect((await readSweeps(services, admin)).lastRunAt).toBeNull();
    const objects = { objects: 7, orphans: 2, orphanBytes: 3_000_000_000, objectCursor: "projects/x" };
    const counts = await sweepUploads(services, systemScope);
    const run = { ...counts, ...objects, purged: 1 };
    await recordSweep(services, systemScope, run);
    stack.clock.advance(60_000);
    await recordSweep(services, systemScope, { ...run, expired: 3, objectCursor: null });
    expect(await readObjectCursor(services, systemScope)).toBeNull();
    expect(await readSweeps(services, admin)).toMatchObject({
      ...{ lastRunAt: stack.clock.now().toISOString(), runs: 2, expired: 3, purged: 2 },
      ...{ objects: 14, orphans: 4, orphanBytes: 6_000_000_000 },
    });
    stack.clock.advance(24 * 60 * 60_000 + 1);
    expect(await readSweeps(services, admin)).toMatchObject({ runs: 0, orphanBytes: 0 });
    stack.clock.advance(7 * 24 * 60 * 60_000);
    await recordSweep(services, systemScope, run);
    expect(await services.db.sweepRun.count()).toBe(1);
  });
});
