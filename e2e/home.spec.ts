import type { Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, expect, join, signIn, test, urls } from "./journey";
import { synthesizeWav } from "./sound";
import { comment, createProject, openUploaded, player, upload } from "./studio";

const section = (page: Page, name: string) => page.getByRole("region", { name });

async function checkLooks(page: Page, what: string): Promise<void> {
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `${what} at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("B315: one works, the other's Home tells it by song and leads to the moment; what was seen is seen in every browser", async ({
  page: mara,
  otherContext,
  browser,
}) => {
  const jonas = await otherContext.newPage();
  await join(mara, "Mara");
  await createProject(mara, "Nightferry");
  const projectPath = new URL(mara.url()).pathname;
  const person = await join(jonas, "Jonas");
  await callApi(mara, "POST", `/api${projectPath}/shares`, { email: person.email, role: "editor" });

  // Jonas brings a take; Mara has something to say about it, and a song of her own.
  await jonas.goto(projectPath);
  await upload(
    jonas,
    [{ name: "Harbour.wav", bytes: synthesizeWav({ durationSec: 4 }) }],
    "Harbour v1 is in Nightferry",
  );
  await mara.reload();
  await mara.getByRole("main").getByRole("link", { name: "Harbour", exact: true }).click();
  await comment(mara, "Is this the Tele?");
  await comment(mara, "And here?");
  await mara.goto(projectPath);
  await upload(mara, [{ name: "Quay.wav", bytes: synthesizeWav({ durationSec: 3 }) }], "Quay v1 is in Nightferry");

  await jonas.goto("/");
  const since = section(jonas, "Since you were here");
  await expect(since.getByRole("listitem").filter({ hasText: "Harbour" })).toContainText("2 comments from Mara");
  await expect(since.getByRole("listitem").filter({ hasText: "Quay" })).toContainText("Mara uploaded “Quay.wav”");
  await expect(section(jonas, "Waits for you")).toContainText("2 comments wait for your word in Harbour");
  await checkLooks(jonas, "Home with news");

  // A look at Home alone marks nothing, in no browser.
  const second = await browser.newContext({ baseURL: urls.app() });
  const phone = await second.newPage();
  await signIn(phone, person);
  await phone.goto("/");
  await expect(section(phone, "Since you were here").getByRole("listitem")).toHaveCount(3);

  // What is followed is seen, and leads to the moment; what waits, waits until it is answered.
  await section(jonas, "Waits for you").getByRole("link", { name: "Answer in Harbour" }).click();
  await expect(jonas.getByRole("heading", { level: 1, name: "Harbour" })).toBeVisible();
  await expect(jonas).toHaveURL(/comment=/);
  await jonas.waitForTimeout(3_000);
  await jonas.getByRole("complementary").getByRole("link", { name: "Home" }).first().click();
  await expect(since.getByRole("listitem").filter({ hasText: "Harbour" })).toHaveCount(0);
  await expect(since.getByRole("listitem").filter({ hasText: "Quay" })).toHaveCount(1);
  await expect(section(jonas, "Waits for you")).toContainText("Harbour");
  await phone.reload();
  await expect(section(phone, "Since you were here").getByRole("listitem").filter({ hasText: "Harbour" })).toHaveCount(
    0,
  );

  // All at once; what comes meanwhile is new.
  await since.getByRole("button", { name: "Mark all as seen" }).press("Enter");
  await expect(since.getByText("Nothing new.")).toBeVisible();
  await expect(since.getByRole("link", { name: "All" })).toBeFocused();
  await jonas.reload();
  await expect(since.getByText("Nothing new.")).toBeVisible();
  await phone.reload();
  await expect(section(phone, "Since you were here").getByText("Nothing new.")).toBeVisible();
  await second.close();

  // Nothing of one's own doing; and the player is at hand.
  await mara.goto("/");
  await expect(section(mara, "Since you were here")).not.toContainText("Quay");
  await mara.getByRole("button", { name: "Play Quay v1" }).click();
  await expect(player(mara).getByRole("button", { name: "Pause" })).toBeVisible();
  await checkLooks(jonas, "Home without news");
});

test("B316: a take that failed waits on Home with its reason, and is tried again from there", async ({ page }) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const whole = synthesizeWav({ durationSec: 6 });
  await upload(
    page,
    [{ name: "Cut.wav", bytes: whole.subarray(0, Math.floor(whole.length / 2)) }],
    "Cut v1 is in Nightferry",
  );
  await openUploaded(page);
  await expect(page.getByRole("alert").getByRole("button", { name: "Try again" })).toBeVisible({ timeout: 60_000 });
  await page.goto("/");
  const waits = section(page, "Waits for you");
  await expect(waits).toContainText("v1 of Cut could not be measured");
  await expectAccessible(page);
  await waits.getByRole("button", { name: "Try again with Cut" }).click();
  // It is measured anew, fails again, and waits again.
  await expect(waits).toBeHidden();
  await expect(waits).toContainText("v1 of Cut could not be measured", { timeout: 60_000 });
});
