import { parsePrometheusText, readSample, type Sample } from "@/lib/testing/prometheus-text";
import { type ApiPerson, createApiPerson } from "./api-person";
import { expect, join, test } from "./journey";
import { type Pair, startPair } from "./pair";
import { synthesizeWav } from "./sound";
import { visit } from "./stack";
import { createProject, expectMeasured, openUploaded, upload } from "./studio";

test.describe.configure({ mode: "serial" });

let pair: Pair;
let leave: () => Promise<void>;

test.beforeAll(async () => {
  test.setTimeout(420_000);
  pair = await startPair();
  leave = visit(pair);
});
test.afterAll(() => leave());

async function readMetrics(url: string): Promise<Sample[]> {
  const answer = await fetch(`${url}/api/metrics`);
  expect(answer.status).toBe(200);
  return parsePrometheusText(await answer.text());
}

test("B451: behind a proxy that gives each request to the other process, a take is uploaded, measured and heard", async ({
  page,
}) => {
  await join(page, "Pair");
  await createProject(page, "Two of us");
  await upload(page, [{ name: "Harbour.wav", bytes: synthesizeWav({ durationSec: 4 }) }], "Harbour v1 is in Two of us");
  await openUploaded(page);
  await expectMeasured(page);
  for (const url of pair.webUrls) expect(pair.proxy.counts.get(url) ?? 0).toBeGreaterThan(5);
});

test("B451: the worker alone does the queue's work, and each process refuses what is the other's", async () => {
  const runs = (samples: Sample[]) =>
    readSample(samples, "segno_runs_total", { function: "analyze-version", outcome: "done" });
  expect(runs(await readMetrics(pair.workerUrl))).toBeGreaterThan(0);
  for (const url of pair.webUrls) {
    const samples = await readMetrics(url);
    expect(runs(samples)).toBe(0);
    const pages = samples.filter(
      ({ name, labels }) => name === "segno_http_request_seconds_count" && labels["status"] === "200",
    );
    expect(pages.map(({ labels }) => labels["route"])).toContain("/projects/[projectId]");
    expect((await fetch(`${url}/api/inngest`, { method: "PUT" })).status).toBe(503);
  }
  for (const path of ["/", "/sign-in", "/api/account", "/api/projects"]) {
    const answer = await fetch(`${pair.workerUrl}${path}`, { redirect: "manual" });
    expect(answer.status, path).toBe(503);
    expect(await answer.text()).toContain(pair.appUrl);
  }
  expect((await fetch(`${pair.workerUrl}/api/health/ready`)).status).toBe(200);
});

async function follow(person: ApiPerson, base: string, songPath: string) {
  const headers = { authorization: person.authorization, accept: "text/event-stream" };
  const response = await fetch(`${base}${songPath}/events`, { headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  const reading = (async () => {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) heard += next.value;
  })();
  reading.catch(() => undefined);
  return { heard: () => heard, close: () => reader?.cancel() };
}

test("B451: what happens in one process is told live by the other, within a second, both ways", async () => {
  const person = await createApiPerson(pair);
  const project = await person.post("/api/projects", { name: "Cross" });
  const song = await person.post(`/api/projects/${project.id}/songs`, { name: "Before" });
  const songPath = `/api/projects/${project.id}/songs/${song.id}`;
  for (const [from, to] of [pair.webUrls, [...pair.webUrls].reverse()] as [string, string][]) {
    const stream = await follow(person, to, songPath);
    await expect.poll(stream.heard).toContain("event: ready");
    const name = `Renamed by ${new URL(from).port}`;
    const answer = await fetch(from + songPath, {
      method: "PATCH",
      headers: { authorization: person.authorization, "content-type": "application/json" },
      body: JSON.stringify({ name }),
    });
    expect(answer.status).toBe(200);
    await expect.poll(stream.heard, { timeout: 1_000, intervals: [20] }).toContain(name);
    await stream.close();
  }
});

test("B451: a process that dies takes nothing along: pages go on, by the other", async ({ page }) => {
  await join(page, "Left");
  await createProject(page, "Still here");
  pair.killSecondWeb();
  for (let turn = 0; turn < 4; turn++) {
    await page.reload();
    await expect(page.getByRole("heading", { name: "Still here" })).toBeVisible();
  }
});
