import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, dropOnPage } from "./studio";

/** SEGNO_TAKES makes it two hundred, as many as may be begun at once: that takes minutes. */
const MANY = Number(process.env.SEGNO_TAKES ?? 60);

test("B327: many takes dropped as a folder arrive once each, and the tray says truly how far they are", async ({
  page,
}) => {
  test.setTimeout(600_000);
  await join(page, "Zweihundert");
  await createProject(page, "Box");
  const folder = test.info().outputPath("Box");
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: MANY }, (_, i) => `Sketch ${String(i + 1).padStart(3, "0")} x`);
  for (const [index, name] of names.entries()) {
    const wav = synthesizeWav({ durationSec: 0.1, sampleRateHz: 8_000, rootHz: 100 + index });
    await writeFile(path.join(folder, `${name}.wav`), wav);
  }
  const begun = new Map<string, number>();
  page.on("request", (request) => {
    if (request.method() !== "POST" || !/\/uploads$/.test(new URL(request.url()).pathname)) return;
    const { fileName } = request.postDataJSON() as { fileName: string };
    begun.set(fileName, (begun.get(fileName) ?? 0) + 1);
  });
  await dropOnPage(page, [folder]);
  const dialog = page.getByRole("dialog", { name: `Where do these ${MANY} takes go?` });
  await dialog.getByRole("radio", { name: "A song each" }).click();
  await expect(dialog).toContainText(`${MANY} new songs in Box.`);
  await dialog.getByRole("button", { name: `Upload ${MANY} takes` }).click();

  const projectId = /projects\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  const readSongs = async () => {
    const items: { name: string; versionCount: number }[] = [];
    for (let cursor = ""; ; ) {
      const answer = await page.request.get(`/api/projects/${projectId}/songs?limit=100${cursor}`);
      const read = (await answer.json()) as { items: typeof items; nextCursor: string | null };
      items.push(...read.items);
      if (!read.nextCursor) return items;
      cursor = `&cursor=${encodeURIComponent(read.nextCursor)}`;
    }
  };
  const status = page.getByRole("region", { name: "Uploads" }).getByRole("status").first();
  await expect(status).toHaveText(new RegExp(`^\\d+ of ${MANY} there$`));
  const arrived = async () => {
    const said = Number(/^(\d+) of/.exec((await status.textContent()) ?? "")?.[1] ?? 0);
    const there = (await readSongs()).filter(({ versionCount }) => versionCount === 1).length;
    expect(said, "what the tray says is there, is there").toBeLessThanOrEqual(there);
    return there;
  };
  await expect.poll(arrived, { timeout: 540_000, intervals: [2_000] }).toBe(MANY);
  await expect(status).toHaveText("all there");
  const songs = await readSongs();
  expect(songs.map(({ name }) => name).sort()).toEqual(names);
  expect([...begun.values()].filter((count) => count !== 1)).toEqual([]);
  expect(begun.size).toBe(MANY);
});
