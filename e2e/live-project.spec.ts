import type { Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { comment, createProject, openUploaded, upload } from "./studio";

interface Ids {
  id: string;
}

/** Mara has a project with three songs, Jonas edits it and looks at it. */
async function meet(mara: Page, jonas: Page) {
  await join(mara, "Mara");
  await createProject(mara, "Nightferry");
  const projectPath = new URL(mara.url()).pathname;
  const songs: Record<string, string> = {};
  for (const name of ["Harbour", "Ferry Bell", "Slow Dynamo"]) {
    songs[name] = (await callApi<Ids>(mara, "POST", `/api${projectPath}/songs`, { name })).body.id;
  }
  const { email } = await join(jonas, "Jonas");
  const shares = `/api${projectPath}/shares`;
  const shared = await callApi<{ member: { membershipId: string } }>(mara, "POST", shares, { email, role: "editor" });
  const shut = () => callApi(mara, "DELETE", `${shares}/${shared.body.member.membershipId}`);
  await jonas.goto(projectPath);
  const change = (song: string, body: object) =>
    callApi(mara, "PATCH", `/api${projectPath}/songs/${songs[song]}`, body);
  const placeFirst = async (song: string, before: string) =>
    callApi(mara, "POST", `/api${projectPath}/songs/${songs[song]}/place`, { beforeSongId: songs[before] });
  return { projectPath, songs, change, placeFirst, shut };
}

const rows = (page: Page) => page.getByRole("main").getByRole("listitem").getByRole("link");

test("B310: an open project page shows what others do, and leaves what its reader does alone", async ({
  page: mara,
  otherContext,
}) => {
  const jonas = await otherContext.newPage();
  const streams: string[] = [];
  jonas.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (/\/(live|events)$/.test(pathname)) streams.push(searchParams.get("topics") ?? pathname);
  });
  const { projectPath, songs, change, placeFirst, shut } = await meet(mara, jonas);
  await expect(rows(jonas)).toHaveText(["Slow Dynamo", "Ferry Bell", "Harbour"]);
  await jonas.evaluate(() => Object.assign(window, { isSamePage: true }));

  await change("Harbour", { name: "Harbour at dawn", stage: "mix" });
  await expect(rows(jonas).last()).toHaveText("Harbour at dawn", { timeout: 6_000 });
  await expect(jonas.getByRole("main").getByRole("listitem").last()).toContainText("Mix");

  // The focus stays on a row that goes elsewhere.
  await rows(jonas).last().focus();
  await placeFirst("Harbour", "Slow Dynamo");
  await expect(rows(jonas)).toHaveText(["Harbour at dawn", "Slow Dynamo", "Ferry Bell"], { timeout: 6_000 });
  await expect(rows(jonas).first()).toBeFocused();

  // Words that are being typed stay.
  await jonas.getByRole("button", { name: /^Nightferry ?, rename/ }).click();
  await jonas.getByLabel("Project name").fill("Nightferry, the second");
  await callApi(mara, "PATCH", `/api${projectPath}`, { name: "Night ferry", description: "Recorded on the quay." });
  await expect(jonas.getByText("Recorded on the quay.")).toBeVisible({ timeout: 6_000 });
  await expect(jonas.getByLabel("Project name")).toHaveValue("Nightferry, the second");
  await jonas.keyboard.press("Escape");
  await expect(jonas.getByRole("heading", { level: 1, name: "Night ferry" })).toBeVisible();

  // A song in hand is not pulled away.
  await jonas.getByRole("button", { name: "Change order" }).click();
  const arranged = jonas.getByRole("list", { name: "Order of the songs" }).getByRole("listitem");
  await jonas.getByRole("button", { name: "Move Harbour at dawn" }).focus();
  await jonas.keyboard.press("Space");
  await expect(
    jonas.getByRole("status").or(jonas.locator("[id^=DndLiveRegion]")).getByText("picked up"),
  ).toBeAttached();
  await placeFirst("Ferry Bell", "Harbour");
  await jonas.waitForTimeout(1_500);
  await expect(arranged.first()).toContainText("Harbour at dawn");
  await jonas.keyboard.press("Escape");
  await expect(arranged.first()).toContainText("Ferry Bell", { timeout: 6_000 });
  await expect(jonas.getByRole("button", { name: "Move Harbour at dawn" })).toBeFocused();
  await jonas.getByRole("button", { name: "Done" }).click();

  await callApi(mara, "DELETE", `/api${projectPath}/songs/${songs["Slow Dynamo"]}`);
  await expect(rows(jonas)).toHaveText(["Ferry Bell", "Harbour at dawn"], { timeout: 6_000 });
  await callApi(mara, "PATCH", `/api${projectPath}`, { isArchived: true });
  await expect(jonas.getByText("This project is in the archive")).toBeVisible({ timeout: 6_000 });
  expect(await jonas.evaluate(() => "isSamePage" in window)).toBe(true);
  const ofProject = streams.filter((topics) => topics.includes("project:"));
  expect(ofProject).toEqual([expect.stringMatching(/^(notices|project:).*,(notices|project:)/)]);

  await shut();
  await expect(jonas.getByRole("heading", { name: "Nothing here" })).toBeVisible();
});

test("B311: what happened in a project and a song is a panel that grows while it is open, and leads to the moment", async ({
  page: mara,
  otherContext,
}) => {
  const jonas = await otherContext.newPage();
  const { projectPath, change } = await meet(mara, jonas);
  await jonas.getByRole("button", { name: "Activity" }).press("Enter");
  const panel = jonas.getByRole("dialog", { name: "Activity" });
  const lines = panel.getByRole("listitem");
  await expect(lines).toHaveCount(2);
  await expect(lines.first()).toContainText("Mara made 3 songs: Slow Dynamo, Ferry Bell and 1 more");
  await expect(panel.getByRole("heading", { name: "Today" })).toBeVisible();
  await lines.first().getByRole("link").focus();
  await change("Harbour", { stage: "demo" });
  await expect(lines).toHaveCount(3);
  await change("Harbour", { stage: "mix" });
  await expect(lines.first()).toContainText("Mara set the stage of Harbour to Mix");
  await expect(lines).toHaveCount(3);
  await expect(lines.nth(1).getByRole("link")).toBeFocused();

  await mara.goto(projectPath);
  await upload(mara, [{ name: "Quay.wav", bytes: synthesizeWav({ durationSec: 3 }) }], "Quay v1 is in Nightferry");
  await openUploaded(mara);
  await comment(mara, "Too dry here.");
  await comment(mara, "And here.");
  await expect(lines.first()).toContainText("Mara left 2 comments on Quay");
  await expect(lines.first()).toContainText("“And here.”");
  await inEveryLook(jonas, async (width) => {
    await expectAccessible(jonas);
    await expectNotTooWide(jonas, `activity of a project at ${width}`);
  });
  await jonas.setViewportSize({ width: 1440, height: 900 });
  await lines.first().getByRole("link").click();
  await expect(panel).toBeHidden();
  await expect(jonas.getByRole("heading", { level: 1, name: "Quay" })).toBeVisible();
  await expect(jonas.getByText("And here.")).toBeVisible();

  await jonas.getByRole("button", { name: "Activity" }).click();
  await expect(lines.first()).toContainText("Mara left 2 comments");
  await comment(mara, "Keep this.");
  await expect(lines.first()).toContainText("Mara left 3 comments");
  await expectAccessible(jonas);
  await jonas.keyboard.press("Escape");
  await expect(jonas.getByRole("button", { name: "Activity" })).toBeFocused();
});
