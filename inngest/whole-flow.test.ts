import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { parseDat } from "@/lib/audio/peaks-format";
import { buildObjectKey, STORAGE_MARK_KEY, UPLOAD_OBJECTS } from "@/lib/core/object-keys";
import { type Band, beginFile, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { cancelUpload } from "@/lib/domains/uploads/commands";
import { purgeDeleted } from "@/lib/domains/uploads/purging/commands";
import { deleteVersion } from "@/lib/domains/versions/commands";
import { openPeaks, readVersion, signDownload, signPreview } from "@/lib/domains/versions/reads";
import { createTestClock } from "@/lib/testing/clock";
import { readOtherStorage } from "@/lib/testing/other-storage";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { relayOnce } from "./relay";

const DAY_MS = 24 * 60 * 60_000;
const WAIT = { timeout: 120_000, interval: 100 };
/** More than one part of 16 MiB. */
const DURATION_SEC = 100;
const other = readOtherStorage();

const STORAGES = [
  { name: "the stand-in", env: {} },
  { name: other ? other["S3_ENDPOINT"] : "another one: SKIPPED, set SEGNO_TEST_S3_ENDPOINT and the like", env: other },
];

describe.each(STORAGES)("B234: a take's whole way, on $name", { timeout: 180_000 }, ({ env }) => {
  let queue: TestQueue;
  let band: Band;

  beforeAll(async () => {
    if (env === null) return;
    const clock = createTestClock(new Date(Date.now() + DAY_MS));
    queue = await startTestQueue(clock, (inngest) => startTestStack({ clock, env: { ...env, ...inngest } }));
    band = await createBand(queue.stack.services);
  }, 60_000);
  afterAll(async () => {
    if (env === null) return;
    await queue.stack.services.storage.delete(STORAGE_MARK_KEY);
    await queue.close();
  });

  it.skipIf(env === null)("leads from its parts to figures, preview and download, and leaves nothing", async () => {
    const { services, clock } = queue.stack;
    const wav = makeWav(DURATION_SEC);
    const given = await beginFile(services, band.editor, band, wav);
    await cancelUpload(services, band.editor, { ...band, uploadId: given.id });
    const upload = await uploadFile(services, band.editor, band, wav, "Größe №3.wav");
    expect(upload).toMatchObject({ state: "stored", partCount: 2 });
    const target = { ...band, versionId: upload.version?.id ?? "" };
    const location = { ...band, uploadId: upload.id };
    expect(await services.storage.listMultiparts(`projects/${band.projectId}/`)).toEqual([]);

    await relayOnce(queue.context);
    const read = () => readVersion(services, band.listener, target);
    await expect.poll(async () => (await read()).analysis.state, WAIT).toBe("done");
    const version = await read();
    const sha256 = createHash("sha256").update(wav).digest("hex");
    expect(version).toMatchObject({ isVerified: true, durationSec: DURATION_SEC, analysis: { facts: { sha256 } } });
    expect(version.tags.length).toBeGreaterThan(0);
    const peaks = await openPeaks(services, band.listener, target, "peaks");
    expect(parseDat(await peaks.load()).sampleRateHz).toBe(44_100);

    const seek = { headers: { range: "bytes=1000-1999" } };
    const preview = await fetch(await signPreview(services, band.listener, target), seek);
    expect([preview.status, (await preview.arrayBuffer()).byteLength]).toEqual([206, 1000]);
    const download = await fetch(await signDownload(services, band.listener, target));
    expect(download.headers.get("content-disposition")).toContain("filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E2%84%963.wav");
    const downloaded = createHash("sha256").update(Buffer.from(await download.arrayBuffer()));
    expect(downloaded.digest("hex")).toBe(sha256);

    await deleteVersion(services, band.owner, target);
    clock.advance(31 * DAY_MS);
    expect(await purgeDeleted(services, systemScope)).toBe(1);
    const left = UPLOAD_OBJECTS.map((object) => services.storage.head(buildObjectKey(location, object)));
    expect(await Promise.all(left)).toEqual(UPLOAD_OBJECTS.map(() => null));
  });
});
