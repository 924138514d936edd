import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { type ApiPerson, createApiPerson, signInByApi, signUpByApi } from "./api-person";
import { synthesizeWav } from "./sound";
import { type RunningStack, startStack } from "./stack";
import { filterAlive, listDescendants, runToEnd } from "./start-command";

interface Version {
  id: string;
  sizeBytes: number;
  analysis: { state: string };
}

/** A band that works by the API, and what it was told that it has. */
class Band {
  /** SHA-256 of what was uploaded, by version, whatever became of it. */
  readonly sums = new Map<string, string>();
  /** Versions that were not removed. */
  readonly takes = new Set<string>();
  /** Which version each comment is on. */
  readonly comments = new Map<string, string>();
  readonly newcomers: string[] = [];

  constructor(
    readonly stack: RunningStack,
    readonly mara: ApiPerson,
    readonly projectId: string,
    readonly song: string,
  ) {}

  static async found(stack: RunningStack): Promise<Band> {
    const mara = await createApiPerson(stack);
    const { id } = await mara.post("/api/projects", { name: "Nightferry" });
    const song = await mara.post(`/api/projects/${id}/songs`, { name: "Slow Dynamo" });
    return new Band(stack, mara, id, `/api/projects/${id}/songs/${song.id}`);
  }

  async upload(): Promise<string> {
    const bytes = synthesizeWav({ durationSec: 0.5 + Math.random(), rootHz: 100 + Math.random() * 300 });
    const about = { fileName: "Take.wav", sizeBytes: bytes.length, contentType: "audio/wav" };
    const begun = await this.mara.post(`${this.song}/uploads`, { ...about, idempotencyKey: randomUUID() });
    const place = `${this.song}/uploads/${begun.id}`;
    const part = { number: 1, sizeBytes: bytes.length };
    const signed = await this.mara.call<{ parts: { url: string; headers: Record<string, string> }[] }>(
      "POST",
      `${place}/parts`,
      { parts: [part] },
    );
    const [{ url, headers } = { url: "", headers: {} }] = signed.parts;
    const sent = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
    expect(sent.ok).toBe(true);
    const { version } = await this.mara.call<{ version: { id: string } }>("POST", `${place}/complete`);
    this.sums.set(version.id, sum(bytes));
    this.takes.add(version.id);
    return version.id;
  }

  async comment(versionId: string): Promise<void> {
    const { id } = await this.mara.post(`${this.song}/comments`, { versionId, body: "Louder here." });
    this.comments.set(id, versionId);
  }

  async remove(versionId: string): Promise<void> {
    this.takes.delete(versionId);
    await this.mara.call("DELETE", `${this.song}/versions/${versionId}`);
  }

  readVersions(): Promise<Version[]> {
    return this.mara.call<{ versions: Version[] }>("GET", this.song).then(({ versions }) => versions);
  }
}

/** Those whose supervisor is gone end by themselves as well. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function sum(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function requestDigests(stack: RunningStack): Promise<void> {
  const text = await readFile(path.join(stack.dataDir, "secrets.json"), "utf8");
  const { inngestEventKey } = JSON.parse(text) as { inngestEventKey: string };
  const body = JSON.stringify([{ name: "digest/plan.requested", data: {} }]);
  expect((await fetch(`${stack.inngestUrl}/e/${inngestEventKey}`, { method: "POST", body })).ok).toBe(true);
}

async function listSubjects(stack: RunningStack, email: string): Promise<string[]> {
  const response = await fetch(`${stack.mailUrl}/api/messages?to=${encodeURIComponent(email)}`);
  return ((await response.json()) as { subject: string }[]).map(({ subject }) => subject);
}

const MAX_NEWCOMERS = 6;

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-backup-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test("B170: a backup in the middle of work, restored elsewhere, goes on where the band was", async () => {
  test.setTimeout(420_000);
  const stack = await startStack({ dataDir: path.join(folder, "first") });
  const band = await Band.found(stack);
  const ruth = await createApiPerson(stack);
  await ruth.call("PATCH", "/api/account", { digestHour: 0 });
  await band.mara.post(`/api/projects/${band.projectId}/shares`, { email: ruth.email, role: "commenter" });
  for (let take = 0; take < 3; take++) await band.comment(await band.upload());

  const passing: string[] = [];
  let isWorking = true;
  const keepOn = async (turn: () => Promise<unknown>): Promise<void> => {
    while (isWorking) await turn();
  };
  const lanes = [
    keepOn(async () => band.comment(await band.upload())),
    keepOn(async () => {
      passing.push(await band.upload());
      // Those that were commented on stay; of the others the older one goes.
      if (passing.length > 2) await band.remove(passing.shift() ?? "");
    }),
    keepOn(async () => {
      // So many may sign up from one address in an hour.
      if (band.newcomers.length < MAX_NEWCOMERS) band.newcomers.push(await signUpByApi(stack));
      await new Promise((resolve) => setTimeout(resolve, 300));
    }),
  ];
  await requestDigests(stack);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const before = { takes: [...band.takes], comments: new Map(band.comments), newcomers: [...band.newcomers] };
  const backup = path.join(folder, "backup");
  const taken = await runToEnd(["--import", "tsx", "local/backup.ts", backup], { SEGNO_DATA_DIR: stack.dataDir });
  isWorking = false;
  await Promise.all(lanes);
  expect(taken.code, taken.printed).toBe(0);
  const removedSince = before.takes.filter((id) => !band.takes.has(id));
  const family = await listDescendants(stack.pid);
  await stack.stop("SIGKILL");
  for (const { pid } of await filterAlive(family)) killIfThere(pid);

  const dataDir = path.join(folder, "second");
  const restored = await runToEnd(["--import", "tsx", "local/restore.ts", backup], { SEGNO_DATA_DIR: dataDir });
  expect(restored.code, restored.printed).toBe(0);
  const again = await startStack({ dataDir });
  try {
    const mara = await signInByApi(again, band.mara.email);
    const after = new Band(again, mara, band.projectId, band.song);
    const versions = await after.readVersions();
    const kept = versions.map(({ id }) => id);
    expect(kept).toEqual(expect.arrayContaining(before.takes.filter((id) => !removedSince.includes(id))));
    const { items } = await mara.call<{ items: { id: string }[] }>("GET", `${band.song}/comments?limit=100`);
    const told = [...before.comments].filter(([, versionId]) => kept.includes(versionId)).map(([id]) => id);
    expect(told.length).toBeGreaterThan(0);
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(told));
    for (const { id } of versions) {
      const answer = await fetch(`${again.appUrl}${band.song}/versions/${id}/download`, {
        headers: { authorization: mara.authorization },
      });
      expect(answer.ok, id).toBe(true);
      const known = band.sums.get(id);
      // One that was still being completed when everything was killed has no sum: whole, it must be.
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (known) expect(sum(bytes)).toBe(known);
    }
    await expect
      .poll(async () => (await after.readVersions()).filter(({ analysis }) => analysis.state !== "done"), {
        timeout: 60_000,
      })
      .toEqual([]);
    await requestDigests(again);
    const digests = async () =>
      (await listSubjects(again, ruth.email)).filter((subject) => /Nightferry|Slow/.test(subject));
    await expect.poll(async () => (await digests()).length, { timeout: 30_000 }).toBeGreaterThan(0);
    for (const email of before.newcomers)
      await expect.poll(async () => (await listSubjects(again, email)).length, { timeout: 30_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await digests()).toHaveLength(1);
    for (const email of band.newcomers) expect((await listSubjects(again, email)).length).toBeLessThanOrEqual(1);
  } finally {
    await again.stop();
  }
});
