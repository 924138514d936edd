import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { parseDat } from "@/lib/audio/peaks-format";
import { nameOfProcess } from "@/lib/audio/private-folder";
import { sniffContainer } from "@/lib/audio/sniff";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { buildServices, type Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { deleteVersion, retryAnalysis } from "../commands";
import { openPeaks, readVersion, signDownload, signPreview } from "../reads";
import type { VersionView } from "../schema";
import { failAnalysis, finishAnalysis, measureVersion, previewVersion, removeLeftCopies } from "./commands";

let stack: TestStack;
let services: Services;
let band: Band;
const wav = makeWav(2);

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
});
afterAll(() => stack.close());

async function upload(bytes = wav, fileName = "Mix №3 «final».wav") {
  const { version } = await uploadFile(services, band.editor, band, bytes, fileName);
  return { projectId: band.projectId, songId: band.songId, versionId: version?.id ?? "" };
}

async function analyze(versionId: string) {
  const outcomes = [];
  for (const run of [measureVersion, previewVersion, finishAnalysis]) {
    outcomes.push(await run(services, systemScope, { versionId }));
  }
  return outcomes;
}

/** The version as each of its events told it, in order. */
async function readTold(versionId: string): Promise<VersionView[]> {
  const events = await services.db.songEvent.findMany({
    where: { payload: { path: ["version", "id"], equals: versionId } },
    orderBy: { seq: "asc" },
  });
  return events.map(({ payload }) => (payload as unknown as { version: VersionView }).version);
}

async function listLeftovers(): Promise<string[]> {
  return await readdir(path.join(services.config.dataDir, "tmp"));
}

/** Workers are started, at a lower priority than what else runs. */
describe("the analysis of a version", { timeout: 60_000 }, () => {
  it("B57: measures, draws, previews and tags; the waveform is there before the preview", async () => {
    const target = await upload();
    const { versionId } = target;
    expect(await measureVersion(services, systemScope, { versionId })).toBe("done");
    const measured = await readVersion(services, band.listener, target);
    expect(measured.analysis).toMatchObject({ state: "running", hasPeaks: true, hasPreview: false });
    expect(measured.durationSec).toBeCloseTo(2, 3);
    expect(await previewVersion(services, systemScope, { versionId })).toBe("done");
    expect(await finishAnalysis(services, systemScope, { versionId })).toBe("done");
    const done = await readVersion(services, band.listener, target);
    expect(done.analysis).toMatchObject({ state: "done", percent: 100, hasPreview: true });
    expect(done.analysis.facts).toMatchObject({ codec: "pcm_s16le", sampleRateHz: 44_100, channels: 2 });
    expect(done.analysis.facts).toMatchObject({
      crestDb: expect.any(Number),
      shortTermCurve: { stepSec: 1, lufs: [] },
    });
    expect(done.tags.map((tag) => tag.name)).toContain("format:lossless");
    expect(done.tags.every((tag) => tag.label !== "" && tag.source === "measured")).toBe(true);
    expect(await listLeftovers()).toEqual([]);

    const { load, etag } = await openPeaks(services, band.listener, target, "peaks");
    const peaks = parseDat(await load());
    expect(peaks).toMatchObject({ sampleRateHz: 44_100, bits: 8 });
    const rms = await openPeaks(services, band.listener, target, "rms");
    expect((await rms.load()).length).toBe(peaks.length);
    expect(rms.etag).not.toBe(etag);

    const preview = await fetch(await signPreview(services, band.listener, target));
    expect(preview.headers.get("content-type")).toMatch(/^audio\/(mp4|mpeg)$/);
    const download = await fetch(await signDownload(services, band.listener, target));
    const name = encodeURIComponent("Mix №3 «final».wav");
    expect(download.headers.get("content-disposition")).toContain(`filename*=UTF-8''${name}`);
    expect(Buffer.from(await download.arrayBuffer()).equals(wav)).toBe(true);
  });

  it("B215: can be heard from its original once it is verified, before anything is measured", async () => {
    const bytes = makeWav(2, 550);
    const target = await upload(bytes);
    expect(await readVersion(services, band.listener, target)).toMatchObject({ isVerified: false, isPlayable: false });
    expect(await measureVersion(services, systemScope, target)).toBe("done");
    const [verified] = (await readTold(target.versionId)).filter((version) => version.isVerified);
    expect(verified).toMatchObject({ isVerified: true, isPlayable: true, durationSec: 2, sameAs: null });
    expect(verified?.analysis).toMatchObject({ state: "running", hasPeaks: false, hasPreview: false, facts: null });
    const row = await services.db.version.findUnique({ where: { id: target.versionId } });
    expect(row?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    await services.db.version.update({ where: { id: target.versionId }, data: { sha256: "0".repeat(64) } });
    await expect(previewVersion(services, systemScope, target)).rejects.toMatchObject({ reason: "copy_differs" });
    await services.db.analysis.updateMany({ where: { versionId: target.versionId }, data: { hasPeaks: false } });
    await expect(measureVersion(services, systemScope, target)).rejects.toMatchObject({ reason: "copy_differs" });
    expect((await readVersion(services, band.listener, target)).analysis.state).toBe("running");
  });

  it.each([
    ["aac", "m4a", "audio/mp4"],
    ["opus", "opus", "audio/ogg"],
    ["mp3", "mp3", "audio/mpeg"],
  ] as const)("B233: as the host sets it, a preview is made as %s", async (previewFormat, extension, contentType) => {
    const { ffmpegPath } = await services.audioTools();
    const target = await upload(makeWav(1), "Take.wav");
    await measureVersion(services, systemScope, target);
    const set: Services = { ...services, config: { ...services.config, previewFormat } };
    expect(await previewVersion(set, systemScope, target)).toBe("done");
    // Whatever is set by the time it is listened to.
    const preview = await fetch(await signPreview(services, band.listener, target));
    expect(preview.headers.get("content-type")).toBe(ffmpegPath ? contentType : "audio/mpeg");
    expect(preview.headers.get("content-disposition")).toContain(`Take.${ffmpegPath ? extension : "mp3"}`);
    const made = new Uint8Array(await preview.arrayBuffer());
    expect(sniffContainer(made)).toBe(ffmpegPath ? { aac: "mp4", opus: "opus", mp3: "mp3" }[previewFormat] : "mp3");
  });

  it("B216: the same file is found within the project, whoever of two is verified first; another project's is not", async () => {
    const bytes = makeWav(0.5);
    const [first, second, third] = [
      await upload(bytes, "a.wav"),
      await upload(bytes, "b.wav"),
      await upload(bytes, "c.wav"),
    ];
    const elsewhere = await createBand(services);
    const { version: foreign } = await uploadFile(services, elsewhere.editor, elsewhere, bytes);
    const verify = (versionId: string) => measureVersion(services, systemScope, { versionId });
    await Promise.all([verify(third.versionId), verify(second.versionId), verify(foreign?.id ?? "")]);
    await verify(first.versionId);
    const sameAs = async (target: typeof first) =>
      (await readVersion(services, band.listener, target)).sameAs?.versionId;
    expect(await Promise.all([first, second, third].map(sameAs))).toEqual([
      undefined,
      first.versionId,
      first.versionId,
    ]);
    const other = { projectId: elsewhere.projectId, songId: elsewhere.songId, versionId: foreign?.id ?? "" };
    expect((await readVersion(services, elsewhere.owner, other)).sameAs).toBeNull();
    await deleteVersion(services, band.editor, first);
    expect(await sameAs(second)).toBeUndefined();
  });

  it("plays the source until the preview is made, where browsers can", async () => {
    const target = await upload();
    expect((await fetch(await signPreview(services, band.listener, target))).headers.get("content-type")).toBe(
      "audio/wav",
    );
    await expect(openPeaks(services, band.listener, target, "peaks")).rejects.toMatchObject({
      reason: "peaks_not_ready",
    });
    await expect(signPreview(services, band.stranger, target)).rejects.toMatchObject({ code: "not_found" });
  });

  it("B73, B74: running twice adds nothing twice, and a dismissed tag stays dismissed", async () => {
    const target = await upload();
    await analyze(target.versionId);
    const before = await readVersion(services, band.listener, target);
    const first = before.tags[0];
    await services.db.tag.update({ where: { id: first?.id ?? "" }, data: { state: "dismissed" } });
    expect(await analyze(target.versionId)).toEqual(["ended", "ended", "ended"]);
    await services.db.analysis.updateMany({
      where: { versionId: target.versionId },
      data: { state: "waiting", hasPeaks: false, previewObject: null },
    });
    expect(await analyze(target.versionId)).toEqual(["done", "done", "done"]);
    const after = await readVersion(services, band.listener, target);
    expect(after.tags.map((tag) => tag.id)).toEqual(before.tags.map((tag) => tag.id));
    expect(after.tags.find((tag) => tag.id === first?.id)?.state).toBe("dismissed");
    expect(await services.db.analysis.count({ where: { versionId: target.versionId } })).toBe(1);
  });

  it("B76: ends quietly when the version was deleted before or in the midst of it", async () => {
    const early = await upload();
    await deleteVersion(services, band.editor, early);
    expect(await measureVersion(services, systemScope, early)).toBe("gone");
    const late = await upload();
    const dying: Services = {
      ...services,
      storage: {
        ...services.storage,
        put: async (...call) => {
          await services.storage.put(...call);
          if (call[0].endsWith("rms.dat")) await deleteVersion(services, band.owner, late);
        },
      },
    };
    expect(await measureVersion(dying, systemScope, late)).toBe("gone");
    expect(await services.db.tag.count({ where: { versionId: late.versionId } })).toBe(0);
  });

  it("B63: a file that can't be read fails for good with a reason, and can be tried again", async () => {
    const target = await upload(Buffer.concat([wav.subarray(0, 20), Buffer.alloc(5000, 7)]), "broken.wav");
    const { versionId } = target;
    await expect(measureVersion(services, systemScope, { versionId })).rejects.toMatchObject({ code: "invalid_input" });
    const failed = await readVersion(services, band.listener, target);
    expect(failed.analysis.state).toBe("failed");
    expect(failed.analysis.message).toBeTruthy();
    expect(await previewVersion(services, systemScope, { versionId })).toBe("ended");
    await expect(retryAnalysis(services, band.listener, target)).rejects.toMatchObject({ code: "forbidden" });
    const retried = await retryAnalysis(services, band.editor, target);
    expect(retried.analysis).toMatchObject({ state: "waiting", reason: null, percent: 0 });
    await expect(retryAnalysis(services, band.editor, target)).rejects.toMatchObject({ reason: "analysis_not_failed" });
    const events = await services.db.outbox.count({ where: { data: { path: ["versionId"], equals: versionId } } });
    expect(events).toBe(2);
    expect(await listLeftovers()).toEqual([]);
  });

  it("B63: a source that is gone fails for good; storage that is down is tried again", async () => {
    const target = await upload();
    const s3 = { ...stack.config.s3, endpoint: "http://127.0.0.1:9" };
    const down = buildServices({ ...stack.config, s3 }, { clock: stack.clock, log: services.log });
    await expect(measureVersion(down, systemScope, target)).rejects.toMatchObject({ code: "unavailable" });
    await down.close();
    expect((await readVersion(services, band.owner, target)).analysis.state).toBe("waiting");
    const row = await services.db.upload.findFirstOrThrow({ where: { version: { id: target.versionId } } });
    await services.storage.delete(row.objectKey);
    await expect(measureVersion(services, systemScope, target)).rejects.toMatchObject({ reason: "source_lost" });
    expect((await readVersion(services, band.owner, target)).analysis).toMatchObject({
      state: "failed",
      reason: "source_lost",
    });
  });

  it("tells every stage to those who look, ending with the result", async () => {
    const target = await upload();
    await analyze(target.versionId);
    const events = await services.db.songEvent.findMany({
      where: { songId: band.songId, payload: { path: ["version", "id"], equals: target.versionId } },
      orderBy: { seq: "asc" },
    });
    expect(events[0]?.type).toBe("version.created");
    expect(events.at(-1)?.type).toBe("version.analyzed");
  });

  it("gives up in words when every try was in vain, unless it has ended", async () => {
    const target = await upload();
    await failAnalysis(services, systemScope, target);
    const failed = await readVersion(services, band.owner, target);
    expect(failed.analysis).toMatchObject({ state: "failed", reason: "analysis_failed" });
    await failAnalysis(services, systemScope, target, { reason: "other", message: "other" });
    expect((await readVersion(services, band.owner, target)).analysis.reason).toBe("analysis_failed");
  });
});

describe("copies that a killed process left", () => {
  it("B232: are removed as soon as their process is gone, or after a day; those in use are not", async () => {
    const tmp = path.join(services.config.dataDir, "tmp");
    const ended = spawnSync(process.execPath, ["-v"]).pid;
    const inUse = `${nameOfProcess(process.pid)}in-use`;
    const elsewhere = `copy-01234567-${ended}-in-use-elsewhere`;
    for (const [name, ageHours] of [
      [`${nameOfProcess(process.pid)}of-a-start-before`, 1],
      [`${nameOfProcess(ended)}of-a-killed-process`, 0],
      [elsewhere, 0],
      ["copy-of-before", 25],
    ] as const) {
      await mkdir(path.join(tmp, name), { recursive: true });
      await writeFile(path.join(tmp, name, "source"), "RIFF");
      const at = new Date(Date.now() - ageHours * 3_600_000);
      await utimes(path.join(tmp, name), at, at);
    }
    await mkdir(path.join(tmp, inUse));
    expect(await removeLeftCopies(services)).toBe(3);
    expect((await listLeftovers()).sort()).toEqual([elsewhere, inUse].sort());
    const nowhere = { ...services, config: { ...services.config, dataDir: path.join(tmp, "nowhere") } };
    expect(await removeLeftCopies(nowhere)).toBe(0);
  });
});
