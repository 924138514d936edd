import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { deleteProject } from "@/lib/domains/projects/commands";
import { measureVersion } from "@/lib/domains/versions/analysis/commands";
import { deleteVersion } from "@/lib/domains/versions/commands";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { purgeDeleted } from "./commands";

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

it("keeps deleted versions for a month, then removes every byte; a death in between is mended", async () => {
  const { services, clock } = stack;
  const band = await createBand(services);
  const upload = () => uploadFile(services, band.owner, band, makeWav(0.2));
  const [kept, deleted] = [await upload(), await upload()];
  const versionId = deleted.version?.id ?? "";
  await measureVersion(services, systemScope, { versionId });
  const prefix = `projects/${band.projectId}/songs/${band.songId}/uploads/${deleted.id}/`;
  await deleteVersion(services, band.owner, { ...band, versionId });
  expect(await purgeDeleted(services, systemScope)).toBe(0);
  expect(await services.storage.head(`${prefix}source`)).not.toBeNull();

  clock.advance(DELETED_KEPT_MS + 1);
  const storage = { ...services.storage, delete: () => Promise.reject(new Error("the process died here")) };
  await expect(purgeDeleted({ ...services, storage }, systemScope)).rejects.toThrow("died");
  expect(await purgeDeleted(services, systemScope)).toBe(1);
  for (const object of ["source", "peaks.dat", "rms.dat"]) {
    expect(await services.storage.head(prefix + object)).toBeNull();
  }
  expect(await services.db.version.findMany({ select: { id: true } })).toEqual([{ id: kept.version?.id }]);

  await deleteProject(services, band.owner, band.projectId);
  clock.advance(DELETED_KEPT_MS + 1);
  expect(await purgeDeleted(services, systemScope)).toBe(1);
  expect(await services.db.upload.count()).toBe(0);
});
