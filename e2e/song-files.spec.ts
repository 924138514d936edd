import { expect } from "@playwright/test";
import { formatBytes } from "@/lib/core/format-bytes";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, expectMeasured, openUploaded, toast, upload } from "./studio";

test("B304: stems and a score go with a song; what it does not keep is refused in words, and what is deleted comes back", async ({
  page,
  context,
}) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 4 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  await openUploaded(page);
  await expectMeasured(page);
  const other = await context.newPage();
  await other.goto(page.url());
  const files = page.getByRole("region", { name: "Files" });
  const choose = page.getByLabel("Choose files of the song");
  await expect(page.getByRole("button", { name: "Add stems, a score or a session" })).toBeVisible();

  const score = Buffer.from("%PDF-1.7\n1 0 obj\n");
  await choose.setInputFiles([
    { name: "Bass.wav", mimeType: "audio/wav", buffer: take.bytes },
    { name: "Score.pdf", mimeType: "application/pdf", buffer: score },
  ]);
  await expect(toast(page, "Score.pdf goes with Slow Dynamo")).toBeVisible();
  await expect(files.getByRole("listitem")).toHaveCount(2);
  await expect(files).toContainText(`WAV · ${formatBytes(take.bytes.length)}`);
  // Whoever looks sees them without a reload.
  await expect(other.getByRole("region", { name: "Files" }).getByText("Bass.wav")).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the files at ${width}`);
  });

  const downloading = page.waitForEvent("download");
  await files.getByRole("link", { name: "Download Score.pdf" }).click();
  expect((await downloading).suggestedFilename()).toBe("Score.pdf");

  await choose.setInputFiles([{ name: "Setlist.html", mimeType: "text/html", buffer: Buffer.from("<html>") }]);
  await expect(page.getByText("A song keeps sound files, PDF, MIDI")).toBeVisible();

  await files.getByRole("button", { name: "Delete Score.pdf" }).click();
  await expect(other.getByText("Score.pdf")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(other.getByText("Score.pdf")).toBeVisible();
});
