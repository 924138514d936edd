import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, expect, inventPerson, join, test, waitForLink } from "./journey";
import { synthesizeWav } from "./sound";
import { comments, createProject, expectMeasured, openUploaded, toast, upload } from "./studio";

interface Links {
  items: { id: string; projectId: string; url: string }[];
}

async function makeSong(page: Page): Promise<void> {
  await join(page, "Theo");
  await createProject(page, "Nightferry");
  const bytes = synthesizeWav({ durationSec: 8 });
  await upload(page, [{ name: "Harbour.wav", bytes }], "Harbour v1 is in Nightferry");
  await openUploaded(page);
  await expectMeasured(page);
}

async function openSharing(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Share" }).click();
  return page.getByRole("dialog", { name: /Share/ });
}

const linkOf = async (page: Page) => {
  const link = (await callApi<Links>(page, "GET", "/api/links")).body.items[0];
  if (!link) throw new Error("There is no link.");
  return link;
};

test("B356, B357, B359, B364, B460, B461: a guest on a phone listens, speaks and is seen live, until the owner ends it", async ({
  page,
  otherContext,
}) => {
  test.slow();
  await makeSong(page);
  const dialog = await openSharing(page);
  await dialog.getByRole("button", { name: "New link" }).click();
  await dialog.getByLabel("Name").fill("For Ohm");
  await dialog.getByLabel("comment", { exact: true }).check();
  await dialog.getByLabel("Password", { exact: true }).fill("geheim");
  await dialog.getByRole("button", { name: "Make and copy" }).click();
  await expect(dialog.getByText("listen and comment · password")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  const { url } = await linkOf(page);

  const guest = await otherContext.newPage();
  await guest.setViewportSize({ width: 390, height: 844 });
  await guest.goto(url);
  for (const wrong of ["a", "b", "c"]) {
    await guest.getByLabel("Password", { exact: true }).fill(wrong);
    await guest.getByRole("button", { name: "Open", exact: true }).click();
    await expect(guest.getByText("This is not the password of this link.")).toBeVisible();
  }
  await expectAccessible(guest);
  await guest.getByLabel("Password", { exact: true }).fill("geheim");
  await guest.getByRole("button", { name: "Open", exact: true }).click();
  await expect(guest.getByRole("heading", { level: 1, name: "Harbour" })).toBeVisible();
  await expect(guest.getByRole("link", { name: /Download/ })).toBeHidden();
  await guest.getByRole("button", { name: "Listen" }).click();
  await expect(guest.getByRole("region", { name: "Player" }).getByRole("button", { name: "Pause" })).toBeVisible();
  await expectAccessible(guest);
  await expectNotTooWide(guest, "a guest's song");

  await guest.getByRole("textbox", { name: "Comment" }).fill("Lovely bridge");
  await guest.getByLabel("Your name").fill("Ada Ohm");
  await guest.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(guest.getByRole("article", { name: /^Ada Ohm/ })).toBeVisible();
  await expect(comments(page).getByText("Lovely bridge")).toBeVisible({ timeout: 6_000 });
  await expect(comments(page).getByText("guest", { exact: true })).toBeVisible();
  await guest.reload();
  await expect(guest.getByText("As Ada Ohm")).toBeVisible();

  const said = guest.getByRole("article", { name: /^Ada Ohm/ });
  await said.getByRole("button", { name: "More about your comment" }).press("Enter");
  await guest.getByRole("menuitem", { name: "Edit" }).press("Enter");
  await guest.getByRole("textbox", { name: "Change your comment" }).fill("Lovely bridge, a bit loud");
  await expectAccessible(guest);
  await expectNotTooWide(guest, "a guest who changes their words");
  await guest.keyboard.press("Control+Enter");
  await expect(said.getByText("(edited)")).toBeVisible();
  await expect(comments(page).getByText("Lovely bridge, a bit loud")).toBeVisible({ timeout: 6_000 });
  await said.getByRole("button", { name: "Reply" }).click();
  await guest.getByRole("textbox", { name: "Reply to Ada Ohm" }).fill("Forget it");
  await guest.keyboard.press("Control+Enter");
  await expect(comments(page).getByText("Forget it")).toBeVisible({ timeout: 6_000 });
  await said.getByRole("button", { name: "More about your reply" }).click();
  await guest.getByRole("menuitem", { name: "Delete" }).click();
  await guest.getByRole("button", { name: "Delete reply" }).click();
  await expect(comments(page).getByText("Forget it")).toBeHidden({ timeout: 6_000 });

  await page.goto("/links");
  await page.getByRole("button", { name: "Change For Ohm" }).click();
  await page.getByLabel("comment", { exact: true }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(guest.getByText("Lovely bridge")).toBeHidden({ timeout: 6_000 });
  await page.getByRole("button", { name: "Guests of For Ohm" }).click();
  await expect(page.getByRole("list", { name: "Guests" }).getByText("Ada Ohm")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "End For Ohm" }).click();
  await page.getByRole("button", { name: "End the link" }).click();
  await expect(page.getByText("No link is out")).toBeVisible();
  await expect(guest.getByRole("heading", { name: "This link opens nothing" })).toBeVisible({ timeout: 6_000 });

  const ada = inventPerson("Ada Ohm");
  await guest.getByLabel("Your e-mail").fill(ada.email);
  await expectAccessible(guest);
  await guest.getByRole("button", { name: "Ask for access" }).click();
  await expect(guest.getByText("If the link was real")).toBeVisible();
  const owner = await callApi<{ email: string }>(page, "GET", "/api/account");
  const way = await waitForLink(owner.body.email, /asks for access/, /https?:\/\/\S+share=\S+/);
  await page.goto(way);
  const sharing = page.getByRole("dialog", { name: /Share Harbour/ });
  await expect(sharing.getByLabel("E-mail")).toHaveValue(ada.email);
  await page.keyboard.press("Escape");
  await page.goto("/notifications");
  await page.getByRole("link", { name: /asks for access/ }).click();
  await page.waitForURL("**/links");
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `who asks for access at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: `Let ${ada.email} in` }).press("Enter");
  await expect(toast(page, `Harbour is shared with ${ada.email}`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Asking for access" })).toBeHidden();
  await page.goto(way.split("?")[0] ?? "");
  await expect((await openSharing(page)).getByText(ada.email).first()).toBeVisible();
});

test("B359, B364: a link that runs out ends in front of its guest, with a way to ask, and lets nobody in any more", async ({
  page,
  otherContext,
}) => {
  await makeSong(page);
  const [project = "", songId = ""] = page.url().split("?")[0]?.split("/songs/") ?? [];
  const place = new URL(project).pathname;
  const expiresAt = new Date(Date.now() + 25_000);
  const made = await callApi<{ url: string }>(page, "POST", `/api${place}/links`, {
    ...{ songIds: [songId], expiresAt: expiresAt.toISOString() },
  });
  expect(made.status).toBe(201);
  const guest = await otherContext.newPage();
  await guest.goto(made.body.url);
  await expect(guest.getByRole("heading", { level: 1, name: "Harbour" })).toBeVisible();
  await guest.getByRole("button", { name: "Listen" }).click();
  await expect(guest.getByRole("region", { name: "Player" }).getByRole("button", { name: "Pause" })).toBeVisible();
  const dead = guest.getByRole("heading", { name: "This link opens nothing" });
  await expect(dead).toBeVisible({ timeout: expiresAt.getTime() - Date.now() + 6_000 });
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime());
  await expect(guest.getByRole("button", { name: "Ask for access" })).toBeVisible();
  await guest.reload();
  await expect(dead).toBeVisible();
  expect(await (await guest.request.get(made.body.url)).text()).not.toContain("Harbour");
  await page.goto("/links");
  await expect(page.getByText(/ended/).first()).toBeVisible();
});

test("B359, B363: links are walked by keyboard, and a link's page reveals only what it may", async ({
  page,
  otherContext,
}) => {
  await makeSong(page);
  const project = page.url().split("/songs/")[0] ?? "";
  const base = `/api${new URL(project).pathname}/links`;
  for (const body of [{}, { password: "geheim" }]) expect((await callApi(page, "POST", base, body)).status).toBe(201);
  const { body } = await callApi<Links>(page, "GET", "/api/links");
  const [locked, open] = body.items;
  const stranger = await otherContext.newPage();
  const look = async (address: string) => {
    const answer = await stranger.request.get(address);
    expect(answer.headers()["referrer-policy"]).toBe("no-referrer");
    expect(answer.headers()["x-robots-tag"]).toContain("noindex");
    return answer;
  };
  const unknown = `${new URL(open?.url ?? "").origin}/l/${"x".repeat(43)}`;
  expect(await (await look(open?.url ?? "")).text()).toContain("Nightferry");
  expect(await (await look(locked?.url ?? "")).text()).not.toContain("Nightferry");
  const card = async (address: string) => (await look(`${address}/card.png`)).body();
  expect(await card(locked?.url ?? "")).toEqual(await card(unknown));
  expect(await card(open?.url ?? "")).not.toEqual(await card(unknown));

  await page.goto("/links");
  await page
    .getByRole("button", { name: /^Copy the link: All of Nightferry/ })
    .first()
    .focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nobody has opened it yet.")).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name: "Change the link" });
  // With the focus in a field no tooltip is open.
  await form.getByLabel("Name").focus();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  await expectNotTooWide(page, "the list of links");
});
