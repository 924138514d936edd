import * as chat from "@/lib/ai/testing/chat-server";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { startStack, visit } from "./stack";
import { createProject, expectMeasured, openUploaded, upload } from "./studio";

test.describe("with an AI model", () => {
  let model: chat.ChatServer;
  let leave: () => Promise<void>;

  test.beforeAll(async () => {
    model = await chat.startChatServer();
    const ai = { AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "listener-2", AI_HEARS: "yes" };
    leave = visit(await startStack({ env: ai }));
  });

  test.afterAll(async () => {
    await leave();
    await model.close();
  });

  test("B229: an owner allows it, suggestions come by themselves, and are accepted and dismissed", async ({ page }) => {
    await join(page, "Mara");
    await createProject(page, "Nightferry");
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "AI suggestions" }).click();
    const dialog = page.getByRole("dialog", { name: "AI suggestions" });
    await expect(dialog.getByText(new URL(model.url).host).first()).toBeVisible();
    await expect(dialog.getByText("30 seconds of its sound")).toBeVisible();
    const consent = dialog.getByRole("checkbox", { name: "Send this, and suggest tags" });
    await expect(consent).not.toBeChecked();
    await inEveryLook(page, async (width) => {
      await expectAccessible(page);
      await expectNotTooWide(page, `the consent at ${width}`);
    });
    await page.setViewportSize({ width: 1440, height: 900 });
    await consent.click();
    await expect(consent).toBeChecked();
    await dialog.getByRole("button", { name: "Close" }).click();

    model.behave(
      chat.suggests(
        { id: "mood:warm", confidence: 0.9, basis: ["sound"] },
        { id: "instrument:organ", confidence: 0.7, basis: ["sound"] },
      ),
    );
    const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 6 }) };
    await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
    await openUploaded(page);
    await expectMeasured(page);

    const suggested = page.getByRole("list", { name: "Suggested tags" });
    const tags = page.getByRole("list", { name: "Tags", exact: true });
    await expect(suggested.getByRole("button", { name: "Warm, suggested by AI" })).toBeVisible({ timeout: 30_000 });
    await suggested.getByRole("button", { name: "Warm, suggested by AI" }).click();
    const details = page.getByRole("dialog", { name: "The tag Warm" });
    await expect(details.getByText("the AI model listener-2, which is very sure.")).toBeVisible();
    await expect(details.getByText("the sound from 0:00 on")).toBeVisible();
    await page.keyboard.press("Escape");
    await suggested.getByRole("button", { name: "Keep the tag Warm" }).click();
    await expect(tags.getByRole("button", { name: "Warm, suggested by AI" })).toBeVisible();
    await suggested.getByRole("button", { name: "Dismiss the tag Organ" }).click();
    await expect(suggested).toBeHidden();
    await page.reload();
    await expect(tags.getByRole("button", { name: "Warm, suggested by AI" })).toBeVisible();
    await expect(page.getByText("Organ", { exact: true })).toBeHidden();
  });

  test("B229: a failure says its reason and is tried again", async ({ page }) => {
    await join(page, "Ines");
    await createProject(page, "Harbour");
    const before = model.requests.length;
    model.behave(chat.fails(403));
    const take = { name: "Low Tide.wav", bytes: synthesizeWav({ durationSec: 5 }) };
    await upload(page, [take], "Low Tide v1 is in Harbour");
    await page.getByRole("main").getByRole("link", { name: "Low Tide" }).click();
    await page.getByRole("button", { name: "Turn on" }).click();
    const dialog = page.getByRole("dialog", { name: "AI suggestions" });
    const consent = dialog.getByRole("checkbox", { name: "Send this, and suggest tags" });
    await consent.click();
    await expect(page.getByRole("button", { name: "Suggest tags", includeHidden: true })).toBeVisible();
    // What is under the window has changed; the window stays until it is closed.
    await expect(consent).toBeChecked();
    await dialog.getByRole("button", { name: "Close" }).click();
    expect(model.requests).toHaveLength(before);
    await page.getByRole("button", { name: "Suggest tags" }).click();

    const failure = page.getByRole("main").getByRole("status").filter({ hasText: "refused this Segno's key" });
    await expect(failure).toBeVisible({ timeout: 30_000 });
    await inEveryLook(page, async (width) => {
      await expectAccessible(page);
      await expectNotTooWide(page, `the failure at ${width}`);
    });
    await page.setViewportSize({ width: 1440, height: 900 });
    model.behave(chat.suggests({ id: "mood:calm", confidence: 0.8 }));
    await failure.getByRole("button", { name: "Try again" }).click();
    const suggested = page.getByRole("list", { name: "Suggested tags" });
    await expect(suggested.getByRole("button", { name: "Calm, suggested by AI" })).toBeVisible({ timeout: 30_000 });
    await expect(failure).toBeHidden();
  });
});
