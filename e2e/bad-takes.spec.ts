import { callApi, expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { chooseTakes, createProject, openUploaded, upload } from "./studio";

test("B13, B16: what is no sound is refused with a reason, and leaves nothing half done", async ({ page }) => {
  await join(page, "Inês");
  await createProject(page, "Odd files");
  const dialog = await chooseTakes(page, [
    { name: "lyrics.wav", bytes: Buffer.from("I am a text file that calls itself a sound.\n".repeat(20)) },
    { name: "empty.wav", bytes: Buffer.alloc(0) },
  ]);
  await dialog.getByRole("button", { name: "Upload 2 takes" }).click();
  const tray = page.getByRole("region", { name: "Uploads" });
  await expect(tray.getByRole("alert")).toHaveCount(2, { timeout: 30_000 });
  await expect(tray.getByText(/empty/i).first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: /^Play/ })).toHaveCount(0);
});

test("a file cut short is kept, told as failed with its reason, and can be tried again", async ({ page }) => {
  await join(page, "Priya");
  await createProject(page, "Cut short");
  const whole = synthesizeWav({ durationSec: 6 });
  await upload(
    page,
    [{ name: "Cut.wav", bytes: whole.subarray(0, Math.floor(whole.length / 2)) }],
    "Cut v1 is in Cut short",
  );
  await openUploaded(page);
  const failure = page.getByRole("main").getByRole("alert").filter({ hasText: "The file itself is kept." });
  await expect(failure).toBeVisible({ timeout: 30_000 });
  await expect(failure.getByRole("button", { name: "Try again" })).toBeVisible();
});

test("B6: names in any script, with emoji, right-to-left or dots and slashes are shown exactly", async ({ page }) => {
  await join(page, "Yuki");
  const names = ["夜の歌 🎸", "שיר הלילה", "../../x", "é", "é"];
  await createProject(page, names[0] as string);
  const projects = await callApi<{ items: { id: string }[] }>(page, "GET", "/api/projects");
  const path = `/api/projects/${projects.body.items[0]?.id}/songs`;
  for (const name of names) expect((await callApi(page, "POST", path, { name })).status).toBe(201);
  const songs = await callApi<{ items: { name: string }[] }>(page, "GET", path);
  expect(songs.body.items.map((song) => song.name).sort()).toEqual([...names].sort());
  const tooLong = await callApi<{ fields: { field: string }[] }>(page, "POST", path, { name: "x".repeat(500) });
  expect(tooLong.status).toBe(400);
  expect(tooLong.body.fields[0]?.field).toBe("name");
});

test("B20: a part cut on the wire is sent again, and the take arrives whole", async ({ page }) => {
  await join(page, "Tom");
  await createProject(page, "Bad line");
  let cuts = 0;
  await page.route(/partNumber=1/, async (route) => {
    if (route.request().method() === "PUT" && cuts++ === 0) await route.abort("connectionreset");
    else await route.continue();
  });
  await upload(page, [{ name: "Line.wav", bytes: synthesizeWav({ durationSec: 5 }) }], "Line v1 is in Bad line");
  expect(cuts).toBeGreaterThanOrEqual(2);
});
