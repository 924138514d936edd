import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import * as chat from "@/lib/ai/testing/chat-server";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, expect, signUp, test, verify } from "./journey";
import { synthesizeWav } from "./sound";
import { type RunningStack, startStack, visit } from "./stack";
import { createProject, expectMeasured, openUploaded, toast, upload } from "./studio";

const ADMIN = { name: "Ada Winter", email: "ada@example.test", password: "a long sentence for Ada" };
let model: chat.ChatServer;
let dataDir: string;
let stack: RunningStack;
let leave: () => Promise<void>;

test.beforeAll(async () => {
  test.setTimeout(420_000);
  model = await chat.startChatServer();
  dataDir = await mkdtemp(path.join(tmpdir(), "segno-morning-"));
  const ai = { AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "listener-2" };
  stack = await startStack({ dataDir, env: { ...ai, ADMIN_EMAILS: ADMIN.email } });
  leave = visit(stack);
});
test.afterAll(async () => {
  await leave();
  await model.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** As if an older engine had measured everything. */
async function age(): Promise<void> {
  const { postgresPassword: password } = JSON.parse(await readFile(path.join(dataDir, "secrets.json"), "utf8")) as {
    postgresPassword: string;
  };
  const place = { host: "127.0.0.1", port: Number(stack.ports["SEGNO_POSTGRES_PORT"]), database: "segno" };
  const client = new pg.Client({ ...place, user: "segno", password });
  await client.connect();
  await client.query("UPDATE analysis SET engine = '0.1.0'");
  await client.end();
}

test("B439, B477: failed tagging is tried again, all is measured again, work and mail are held up, and the audit shows each act", async ({
  page,
}) => {
  test.setTimeout(420_000);
  await signUp(page, ADMIN);
  await verify(page, ADMIN);
  await createProject(page, "Nightferry");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "AI suggestions" }).click();
  const consent = page.getByRole("dialog", { name: "AI suggestions" });
  await consent.getByRole("checkbox").first().click();
  await consent.getByRole("button", { name: "Close" }).click();
  model.behave(chat.fails(403));
  await upload(
    page,
    [{ name: "Low Tide.wav", bytes: synthesizeWav({ durationSec: 5 }) }],
    "Low Tide v1 is in Nightferry",
  );
  await openUploaded(page);
  await expectMeasured(page);
  await expect(page.getByRole("main").getByText("refused this Segno's key")).toBeVisible({ timeout: 30_000 });

  // A failed tagging with its reason, tried again by keyboard.
  await page.goto("/operations/work");
  const failed = page.getByRole("region", { name: "Failed work" });
  await expect(failed.getByText("Low Tide, version 1", { exact: true })).toBeVisible();
  await expect(failed.getByText("refused this Segno's key")).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `work at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  model.behave(chat.suggests({ id: "mood:calm", confidence: 0.8 }));
  await failed.getByRole("button", { name: /^Try again/ }).focus();
  await page.keyboard.press("Enter");
  await expect(toast(page, "One is begun anew")).toBeVisible();
  await expect(failed.getByText("Nothing has failed.")).toBeVisible();

  // All again, with a rate, held up and let go on.
  await age();
  await page.reload();
  const again = page.getByRole("region", { name: "Measure and tag all again" });
  await again.getByRole("button", { name: "Measure all again" }).click();
  await expect(again.getByRole("status")).not.toContainText("older engine", { timeout: 60_000 });

  // One kind of work is held up; a take that comes meanwhile waits, and is measured when it goes on.
  const pause = page.getByRole("region", { name: "Pause" });
  await pause.getByRole("button", { name: /^Pause….*measures new takes/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Pause it" }).click();
  await expect(pause.getByText("paused", { exact: true })).toBeVisible();
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Nightferry" }).first().click();
  await upload(page, [{ name: "Ebb.wav", bytes: synthesizeWav({ durationSec: 3 }) }], "Ebb v1 is in Nightferry");
  await openUploaded(page);
  await page.waitForURL(/\/songs\//);
  const songUrl = page.url();
  await page.goto("/operations/work");
  await expect(pause.getByText(/1 waits/)).toBeVisible({ timeout: 20_000 });
  await pause.getByRole("button", { name: /^Go on.*measures new takes/ }).click();
  await expect(pause.getByText("paused", { exact: true })).toBeHidden();
  await page.goto(songUrl);
  await expectMeasured(page);

  // Mail is stopped and let go.
  await page.goto("/operations/mail");
  const mail = page.getByRole("region", { name: "Mail", exact: true });
  await mail.getByRole("button", { name: "Stop mail…" }).click();
  await page.getByRole("dialog", { name: "Stop mail?" }).getByRole("button", { name: "Stop digests" }).click();
  await mail
    .getByRole("button", { name: /go again|Let/ })
    .first()
    .click();
  await expect(mail.getByRole("button", { name: "Stop mail…" })).toBeVisible();

  // More mails a day than are configured, by keyboard; nothing that is no number.
  await mail.getByRole("button", { name: "Change limit…" }).focus();
  await page.keyboard.press("Enter");
  const limit = page.getByRole("dialog", { name: "How many mails a day?" });
  await limit.getByLabel("Mails a day").fill("many");
  await page.keyboard.press("Enter");
  await expect(limit.getByText("Give a whole number of mails a day")).toBeVisible();
  await limit.getByLabel("Mails a day").fill("3000");
  await page.keyboard.press("Enter");
  await expect(mail.getByText(/of 3,000 mails used today/)).toBeVisible();
  await expect(mail.getByText(/Ada Winter set 3,000 just now/)).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `mail at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });

  // More room for herself.
  await page.goto("/operations/people");
  await page.getByLabel("E-mail of a person").fill(ADMIN.email);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/^Room/).click();
  await page.getByLabel("All projects together (GB)").fill("much");
  await page.getByRole("button", { name: /^Set.*All projects/ }).click();
  await expect(page.getByText("Give a number of gigabytes")).toBeVisible();
  await page.getByLabel("All projects together (GB)").fill("50");
  await page.getByRole("button", { name: /^Set.*All projects/ }).click();
  await expect(page.getByText(/of 50 GB/).first()).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `people at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });

  // Every act, with its request; narrowed, and as a file.
  await page.goto("/operations/audit");
  const acts = page.getByRole("list", { name: "Acts" });
  for (const words of [
    ...["set how much a person may store · room: as configured → 50 GB", "let mail go again · which: digests"],
    "set how many mails a day may go · mails a day: as configured → 3000",
    ...["stopped mail · which: digests", "resumed a function", "paused a function", "began to measure all again"],
    "began failed work anew",
  ]) {
    await expect(acts.getByText(words, { exact: false }).first()).toBeVisible();
  }
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `audit at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByLabel("What").selectOption({ label: "paused a function" });
  await page.getByRole("button", { name: "Show" }).click();
  await expect(acts.getByRole("listitem")).toHaveCount(1);
  await expect(acts).toContainText("function analyze-version");
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save as CSV" }).click();
  const saved = await readFile(await (await waiting).path(), "utf8");
  expect(saved.trim().split("\r\n")).toHaveLength(2);
  expect(saved).toContain("function.paused,Ada Winter,");

  // The story of the take that waited, found by its request.
  const versionId = /versions\/([0-9a-f-]{36})/.exec(songUrl)?.[1] ?? (await findVersion(page, songUrl));
  await page.goto("/operations/work");
  await page.getByLabel("Id of an upload, a version or a request").fill(versionId);
  await page.getByRole("button", { name: "Tell its story" }).click();
  const steps = page.getByRole("list", { name: "Steps" });
  for (const words of ["Begun", "Completed, became version 1", "Event version/uploaded reached the queue"]) {
    await expect(steps.getByText(words).first()).toBeVisible();
  }
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `a story at ${width}`);
  });
});

async function findVersion(page: Parameters<typeof callApi>[0], songUrl: string): Promise<string> {
  const [, projectId, songId] = /projects\/([0-9a-f-]{36})\/songs\/([0-9a-f-]{36})/.exec(songUrl) ?? [];
  const song = await callApi<{ versions: { id: string }[] }>(page, "GET", `/api/projects/${projectId}/songs/${songId}`);
  return song.body.versions[0]?.id ?? "";
}

test("B439: a copy of the data whose log is damaged is refused at the start, with line and byte", async () => {
  test.setTimeout(420_000);
  await stack.stop();
  const copy = await mkdtemp(path.join(tmpdir(), "segno-damaged-"));
  await cp(dataDir, copy, { recursive: true });
  const folder = path.join(copy, "inngest");
  const segment = (await readdir(folder)).find((name) => /^\d.*\.ndjson$|segment/.test(name)) ?? "";
  const log = await readFile(path.join(folder, segment));
  log[Math.floor(log.length / 3)] = (log[Math.floor(log.length / 3)] ?? 0) ^ 1;
  await writeFile(path.join(folder, segment), log);
  await expect(startStack({ dataDir: copy })).rejects.toThrow(/damaged in .*, line \d+, byte \d+/);
  await rm(copy, { recursive: true, force: true });
});
