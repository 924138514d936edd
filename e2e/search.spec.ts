import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, expectMeasured, openUploaded, upload } from "./studio";

const palette = (page: Page) => page.getByRole("dialog", { name: "Search" });
const field = (page: Page) => palette(page).getByRole("combobox");
/** Keys work when the page's scripts do, which then ask for what is new. */
async function openPage(page: Page, address: string): Promise<void> {
  // A page that follows what happens listens to keys, too.
  const live = page.waitForResponse(/\/api\/live\?/);
  await page.goto(address);
  await live;
}
const option = (page: Page, name: string | RegExp) => palette(page).getByRole("option", { name });

test("B291: from any page one types, and arrows and Enter open what was found, a comment at its moment", async ({
  page,
}) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 6 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  await openUploaded(page);
  await expectMeasured(page);
  const songUrl = new URL(page.url());
  const [, , projectId = "", , songId = ""] = songUrl.pathname.split("/");
  const songPath = `/api/projects/${projectId}/songs/${songId}`;
  const song = await callApi<{ versions: { id: string }[] }>(page, "GET", songPath);
  const versionId = song.body.versions[0]?.id;
  const body = { versionId, body: "The Übergang is too loud", startSec: 2.5, endSec: null };
  expect((await callApi(page, "POST", `${songPath}/comments`, body)).status).toBe(201);

  // Nothing typed: what was touched last, and where one can go.
  await openPage(page, "/settings");
  await page.keyboard.press("/");
  await expect(field(page)).toBeFocused();
  await expect(option(page, /Slow Dynamo/)).toBeVisible();
  await expect(option(page, "Notifications")).toBeVisible();
  await expectAccessible(page);

  // Found by its beginning, counted aloud, opened by Enter.
  await page.keyboard.type("slow dyn");
  await expect(palette(page).getByRole("group", { name: "Songs" }).getByRole("option")).toHaveText(/Slow Dynamo/);
  await expect(palette(page).getByRole("status")).toHaveText(/\d results?/);
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `results at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/songs/${songId}$`));
  await expect(palette(page)).toBeHidden();

  // A comment opens the song at its moment, without accents and with a typing error, too.
  await openPage(page, "/");
  await page.keyboard.press("Control+k");
  await field(page).fill("ubergang");
  await expect(option(page, /The Übergang is too loud Mara in Slow Dynamo v1 at 0:02/)).toBeVisible();
  await field(page).fill("slow dynmo");
  await expect(option(page, /Slow Dynamo Nightferry/)).toBeVisible();
  await field(page).fill("ubergang loud");
  await option(page, /The Übergang/).click();
  await expect(page).toHaveURL(/at=2\.5&comment=/);
  await expect(
    page
      .getByRole("article", { name: /Comment by Mara at/ })
      .or(page.getByText("The Übergang is too loud"))
      .first(),
  ).toBeVisible();

  // Esc closes and gives the focus back; the key closes as it opens.
  await page.getByRole("complementary").getByRole("button", { name: "Search" }).click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("complementary").getByRole("button", { name: "Search" })).toBeFocused();
  await page.keyboard.press("Control+k");
  await field(page).fill("nobody ever wrote this");
  await expect(palette(page).getByText(/Nothing that you may open fits/)).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeHidden();

  // What one can do is found by its words.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("new pro");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "New project" }).getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("upload");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles({ name: "Again.wav", mimeType: "audio/wav", buffer: take.bytes });
  await expect(page.getByRole("dialog", { name: /Where does this/ })).toBeVisible();
  await page.keyboard.press("Escape");

  // On a phone it is in the frame.
  await page.setViewportSize({ width: 390, height: 844 });
  await openPage(page, "/");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(field(page)).toBeFocused();
  await palette(page).getByRole("button", { name: "Close" }).click();
  await expect(palette(page)).toBeHidden();
});

test("B292: what is typed before the palette is there is in it, and a slow answer never takes the place of a newer one", async ({
  page,
}) => {
  await join(page, "Nils");
  await createProject(page, "Cinders");
  await createProject(page, "Cinnamon");
  await openPage(page, "/settings");
  await page.route(/_next\/static\/chunks/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue().catch(() => undefined);
  });
  await page.keyboard.press("/");
  await page.keyboard.type("cind");
  await expect(field(page)).toHaveValue("cind");
  await page.unroute(/_next\/static\/chunks/);
  await expect(option(page, "Cinders")).toBeVisible();
  // The answer to "cin" comes after that to "cinn".
  let isHeld = false;
  await page.route(/api\/search\?q=cin$/, async (route) => {
    isHeld = true;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue().catch(() => undefined);
  });
  await field(page).fill("cin");
  await expect.poll(() => isHeld).toBe(true);
  await field(page).fill("cinn");
  await expect(option(page, "Cinders")).toBeHidden();
  await expect(option(page, "Cinnamon")).toBeVisible();
  await page.waitForTimeout(2_000);
  await expect(option(page, "Cinders")).toBeHidden();
  await expect(option(page, "Cinnamon")).toBeVisible();
});
