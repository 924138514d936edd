import { afterEach, beforeEach, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { STORAGE_MARK_KEY } from "@/lib/core/object-keys";
import { createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { measureVersion } from "@/lib/domains/versions/analysis/commands";
import { buildServices, type Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { checkReadiness } from "../reads";
import { proveStorage } from "./commands";

let one: TestStack;
let other: TestStack;

beforeEach(async () => {
  [one, other] = await Promise.all([startTestStack(), startTestStack()]);
});
afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
});

/** Another process: the database of the one, the storage of the other. */
async function withCrossed<T>(work: (crossed: Services) => Promise<T>): Promise<T> {
  const crossed = buildServices({ ...one.config, s3: other.config.s3 }, { clock: one.clock, log: one.services.log });
  try {
    return await work(crossed);
  } finally {
    await crossed.close();
  }
}

async function addTake() {
  const band = await createBand(one.services);
  const { version } = await uploadFile(one.services, band.editor, band, makeWav(0.3));
  return { versionId: version?.id ?? "" };
}

const refusal = { code: "unavailable", reason: "other_storage" };
/** A process of its own, that has proven nothing yet. */
const restart = (stack: TestStack) => buildServices(stack.config, { clock: stack.clock, log: stack.services.log });
const readMarks = async (stack: TestStack) => {
  const bytes = await stack.services.storage.readAll(STORAGE_MARK_KEY);
  return [bytes && new TextDecoder().decode(bytes), (await stack.services.db.storageMark.findFirst())?.mark];
};

it("B214: a new pair of database and storage is marked once, however many processes start at once", async () => {
  const processes = Array.from({ length: 5 }, () => restart(one));
  await Promise.all(processes.map(proveStorage));
  const [inStorage, inDatabase] = await readMarks(one);
  expect(inStorage).toBe(inDatabase);
  await Promise.all(processes.map((services) => services.close()));
});

it("incident-001-two-stores, B214: app and worker that see different storages are refused, before any work is done", async () => {
  await proveStorage(one.services);
  await proveStorage(other.services);
  const take = await addTake();
  await withCrossed(async (worker) => {
    await expect(proveStorage(worker)).rejects.toMatchObject(refusal);
    await expect(measureVersion(worker, systemScope, take)).rejects.toMatchObject(refusal);
    const { status, checks } = await checkReadiness(worker);
    expect(status).toBe("failing");
    expect(checks.find(({ name }) => name === "storage")?.detail).toMatch(/does not belong to this database/);
  });
  const analysis = await one.services.db.analysis.findFirst();
  expect(analysis).toMatchObject({ state: "waiting", reason: null });
});

it("B214: an empty storage is refused when the database has versions, and taken when it has none", async () => {
  await withCrossed(proveStorage);
  await one.services.db.storageMark.deleteMany();
  await addTake();
  await other.services.storage.delete(STORAGE_MARK_KEY);
  await withCrossed(async (worker) => {
    await expect(proveStorage(worker)).rejects.toMatchObject(refusal);
  });
});

it("B214: a pair of before there were marks, or whose mark was cut off in between, proves itself by its newest version", async () => {
  await addTake();
  await proveStorage(one.services);
  const marks = await readMarks(one);
  expect(marks[0]).toBe(marks[1]);
  await one.services.storage.delete(STORAGE_MARK_KEY);
  const again = restart(one);
  await proveStorage(again);
  expect(await readMarks(one)).toEqual(marks);
  await again.close();
});

it("B214: a storage that is down refuses nothing; it is asked again", async () => {
  const s3 = { ...one.config.s3, endpoint: "http://127.0.0.1:9" };
  const down = buildServices({ ...one.config, s3 }, { clock: one.clock, log: one.services.log });
  await expect(proveStorage(down)).rejects.toMatchObject({ code: "unavailable" });
  await down.close();
  await proveStorage(one.services);
});
