import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { comment, createProject, expectMeasured, openUploaded, upload } from "./studio";

interface Document {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
}

/** Calls that answer somebody who is no administrator, or has no such thing, with a documented problem. */
const REFUSED = /^get(Operations|Invites|Links[A-Z])|Covers|AttachmentsAttachmentId|SongIdMove$/;

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-examples-"));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs an example as it stands in a shell, and answers what came. */
function run(example: string, variables: Record<string, string>): { status: number; body: string } {
  // A stream goes on for ever; that it begins is enough.
  const seconds = example.startsWith("curl -N") ? 2 : 10;
  const command = `${example} -sS --max-time ${seconds} -w '\\n%{http_code}'`;
  const { stdout, stderr } = spawnSync("sh", ["-c", command], {
    cwd: folder,
    env: { ...process.env, ...variables },
    encoding: "utf8",
    timeout: 20_000,
  });
  const status = Number(stdout.slice(stdout.lastIndexOf("\n") + 1));
  if (!status) throw new Error(`${example} failed: ${stderr}`);
  return { status, body: stdout.slice(0, stdout.lastIndexOf("\n")) };
}

async function readExamples(page: Page): Promise<Map<string, string>> {
  const found = await page
    .locator("pre[data-example]")
    .evaluateAll((all) => all.map((one) => [(one as HTMLElement).dataset["example"] ?? "", one.textContent ?? ""]));
  return new Map(found as [string, string][]);
}

test("B447: the reference is found from the settings, has every call, and its examples do what they say", async ({
  page,
}) => {
  await join(page, "Api");
  await createProject(page, "Reference");
  const take = { name: "Harbour.wav", bytes: synthesizeWav({ durationSec: 2 }) };
  await upload(page, [take], "Harbour v1 is in Reference");
  await openUploaded(page);
  await expectMeasured(page);
  await comment(page, "Louder here.");
  const [, projectId = "", songId = ""] = /projects\/([^/]+)\/songs\/([^/?]+)/.exec(page.url()) ?? [];
  const songPath = `/api/projects/${projectId}/songs/${songId}`;
  const song = await callApi<{ versions: { id: string }[] }>(page, "GET", songPath);
  const versionId = song.body.versions[0]?.id ?? "";
  const versionPath = `${songPath}/versions/${versionId}`;
  const brief = await callApi<{ id: string }>(page, "POST", `${versionPath}/briefs`, {
    idempotencyKey: "a-brief-of-this-song",
  });
  const made = await callApi<{ id: string }>(page, "POST", `${versionPath}/exports`, { format: "csv" });
  const day = new Date().toISOString().slice(0, 10);
  const span = { start: day, end: day, groupBy: "day", timeZone: "UTC" };
  const report = await callApi<{ id: string }>(page, "POST", `/api/projects/${projectId}/reports`, span);
  const uploads = await callApi<{ id: string }>(page, "POST", `${songPath}/uploads`, {
    ...{ fileName: "next.wav", sizeBytes: 1_000, contentType: "audio/wav", idempotencyKey: "a-key-of-this-upload" },
  });

  await page.goto("/settings");
  await page.getByLabel("Name of the token").fill("curl");
  await page.getByRole("button", { name: "Make token" }).click();
  const secret = page.getByLabel("The secret of curl");
  await expect(secret).toHaveValue(/^segno_/);
  const token = await secret.inputValue();
  await page.getByRole("link", { name: "API reference" }).click();
  await expect(page.getByRole("heading", { name: "API", level: 1 })).toBeVisible();

  const document = (await callApi<Document>(page, "GET", "/api/openapi.json")).body;
  const operations = Object.values(document.paths).flatMap((item) => Object.entries(item));
  const examples = await readExamples(page);
  expect([...examples.keys()].sort()).toEqual(operations.map(([, { operationId }]) => operationId).sort());

  const none = "0192f0c0-0000-7000-8000-00000000dead";
  const variables: Record<string, string> = {
    ...{ SEGNO_TOKEN: token, projectId, songId, versionId, briefId: brief.body.id, exportId: made.body.id },
    ...{ uploadId: uploads.body.id, linkId: none, coverId: none, attachmentId: none, token: "none" },
  };
  const ofReport = { ...variables, exportId: report.body.id };
  for (const ids of [variables, ofReport])
    await expect
      .poll(() => run(examples.get("getExportsExportId") ?? "", ids).body, { timeout: 30_000 })
      .toContain('"completed"');
  for (const [method, { operationId, responses }] of operations) {
    if (method !== "get") continue;
    const example = examples.get(operationId) ?? "";
    const { status } = run(example, operationId === "getExportsExportIdReport" ? ofReport : variables);
    const isRefused = REFUSED.test(operationId);
    expect(status, `${operationId}: ${example}`).toBeGreaterThanOrEqual(isRefused ? 401 : 200);
    expect(status, `${operationId}: ${example}`).toBeLessThan(isRefused ? 500 : 300);
    if (isRefused) expect(Object.keys(responses), operationId).toContain(String(status));
  }

  const created = run(examples.get("postProjects") ?? "", variables);
  expect(created.status, created.body).toBe(201);
  const project = { ...variables, projectId: (JSON.parse(created.body) as { id: string }).id };
  expect(run(examples.get("patchProjectsProjectId") ?? "", project).status).toBe(200);
  expect(run(examples.get("postProjectsProjectIdSongs") ?? "", project).status).toBe(201);
  expect(run(examples.get("getProjectsProjectIdSongs") ?? "", project).body).toContain("Nightferry");
  expect(run(examples.get("deleteProjectsProjectId") ?? "", project).status).toBe(204);
  expect(run(examples.get("getProjectsProjectId") ?? "", project).status).toBe(404);
});

test("B447: the reference can be read by anybody, by keyboard, in every look", async ({ page }) => {
  test.setTimeout(420_000);
  await inEveryLook(page, async (width) => {
    await page.goto("/docs/api#getProjects");
    // A browser opens what an address leads into.
    await expect(page.locator("#getProjects")).toBeVisible();
    await expectAccessible(page);
    await expectNotTooWide(page, `the reference at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/docs/api");
  const first = page.locator("summary", { hasText: "Make a project" });
  await first.focus();
  await page.keyboard.press("Enter");
  const body = page.locator("#postProjects");
  await expect(body.getByText("1 to 200 characters")).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#shape-Project$/);
  await expect(page.locator("#shape-Project")).toBeVisible();
});
