import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { callApi, expect, join, test, urls } from "./journey";
import { synthesizeWav } from "./sound";
import { chooseTakes, createProject, upload } from "./studio";

interface Song {
  id: string;
  projectId: string;
  name: string;
  versionCount: number;
  latest: { id: string; sizeBytes: number } | null;
}

async function listSongs(page: Page): Promise<Song[]> {
  const projects = await callApi<{ items: { id: string }[] }>(page, "GET", "/api/projects");
  const lists = await Promise.all(
    projects.body.items.map((project) => callApi<{ items: Song[] }>(page, "GET", `/api/projects/${project.id}/songs`)),
  );
  return lists.flatMap((list) => list.body.items);
}

/** SHA-256 of what the song's newest version gives back. */
async function hashDownload(page: Page, song: Song): Promise<string> {
  const path = `/api/projects/${song.projectId}/songs/${song.id}/versions/${song.latest?.id}/download`;
  const response = await page.request.get(`${urls.app()}${path}`);
  return createHash("sha256")
    .update(await response.body())
    .digest("hex");
}

const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

test("incident-000-same-name: B1-B5: songs, projects and files of one name stay apart, for two people", async ({
  page,
  otherContext,
}) => {
  const takes = [180, 220, 260, 300].map((rootHz) => synthesizeWav({ durationSec: 3, rootHz }));
  await join(page, "Theo");
  await createProject(page, "Album");
  await upload(page, [{ name: "Demo.wav", bytes: takes[0] as Buffer }], "Demo v1 is in Album");
  // The name proposes a version of the first; a new song of the same name is a choice.
  const second = await chooseTakes(page, [{ name: "Demo.wav", bytes: takes[1] as Buffer }]);
  await expect(second).toContainText("1 new version of Demo.");
  await second.getByLabel("Demo.wav becomes").selectOption("A new song");
  await second.getByRole("button", { name: "Upload 1 take" }).click();
  await expect.poll(async () => (await listSongs(page)).filter((song) => song.latest).length).toBe(2);
  await createProject(page, "Album");
  await upload(page, [{ name: "Demo.wav", bytes: takes[2] as Buffer }], "Demo v1 is in Album");

  const songs = await listSongs(page);
  expect(songs.map((song) => song.name)).toEqual(["Demo", "Demo", "Demo"]);
  expect(new Set(songs.map((song) => song.projectId)).size).toBe(2);
  const hashes = await Promise.all(songs.map((song) => hashDownload(page, song)));
  expect(new Set(hashes)).toEqual(new Set(takes.slice(0, 3).map(hash)));

  // B5: the same file name once more, as a version of the first.
  const first = songs[0] as Song;
  await page.goto(`/projects/${first.projectId}/songs/${first.id}`);
  await upload(page, [{ name: "Demo.wav", bytes: takes[3] as Buffer }], "Demo v2 is in Album");
  await expect(page.getByRole("radio", { name: "Version 2" })).toBeVisible();

  // B4: somebody else with the same names touches nothing and sees nothing.
  const other = await otherContext.newPage();
  await join(other, "Priya");
  await createProject(other, "Album");
  await upload(other, [{ name: "Demo.wav", bytes: takes[0] as Buffer }], "Demo v1 is in Album");
  expect(await listSongs(other)).toHaveLength(1);
  expect(await listSongs(page)).toHaveLength(3);
  const stranger = await callApi(other, "GET", `/api/projects/${first.projectId}/songs/${first.id}`);
  expect(stranger.status).toBe(404);
});
