import { execFile, spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { SongItem } from "@/lib/domains/songs/schema";
import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, dropOnPage, player } from "./studio";

const run = promisify(execFile);
const DURATION_SEC = 3;
/** A file of every kind that a band keeps: its name, and how it is made of the same sound. */
const KINDS: Record<string, string[]> = {
  "WAV of 8 bits.wav": ["-c:a", "pcm_u8"],
  "WAV of 24 bits.wav": ["-c:a", "pcm_s24le", "-ar", "96000"],
  "WAV of floats.wav": ["-c:a", "pcm_f32le"],
  "WAV of any length.wav": ["-c:a", "pcm_s16le", "-rf64", "always"],
  "AIFF.aif": ["-c:a", "pcm_s16be"],
  "AIFF of a tape.aiff": ["-c:a", "pcm_s24be", "-ar", "48000"],
  "CAF.caf": ["-c:a", "pcm_s16le"],
  "FLAC.flac": ["-c:a", "flac"],
  "MP3.mp3": ["-c:a", "libmp3lame", "-b:a", "192k"],
  "AAC.m4a": ["-c:a", "aac", "-b:a", "128k"],
  "ALAC.m4a": ["-c:a", "alac"],
  "Vorbis.ogg": ["-c:a", "libvorbis"],
  "Opus.opus": ["-c:a", "libopus", "-ar", "48000"],
};

test("B372: a folder with a take in every format is dropped; each is measured, drawn and played", async ({ page }) => {
  test.skip(spawnSync("ffmpeg", ["-version"]).status !== 0, "ffmpeg, which makes the takes, is not on this machine");
  await join(page, "Olga");
  await createProject(page, "Formats");
  const folder = test.info().outputPath("Formats");
  await makeTakes(folder);
  await dropOnPage(page, [folder]);
  const names = Object.keys(KINDS);
  const dialog = page.getByRole("dialog", { name: `Where do these ${names.length} takes go?` });
  await dialog.getByRole("radio", { name: "A song each" }).click();
  await dialog.getByRole("button", { name: `Upload ${names.length} takes` }).click();

  const projectId = /projects\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  const readSongs = async () => {
    const answer = await page.request.get(`/api/projects/${projectId}/songs?limit=100`);
    return ((await answer.json()) as { items: SongItem[] }).items;
  };
  const readStates = async () => {
    const songs = await readSongs();
    return Object.fromEntries(songs.map(({ name, latest }) => [name, latest?.analysis.state]));
  };
  const wanted = Object.fromEntries(names.map((name) => [path.parse(name).name, "done"]));
  await expect.poll(readStates, { timeout: 120_000, intervals: [1_000] }).toEqual(wanted);
  const songs = await readSongs();
  const loudness = (song: SongItem | undefined) => song?.latest?.analysis.facts?.integratedLufs ?? 0;
  const reference = loudness(songs.find(({ name }) => name === "FLAC"));
  expect(reference).toBeLessThan(-3);
  for (const song of songs) {
    const { name, latest } = song;
    expect(Math.abs((latest?.durationSec ?? 0) - DURATION_SEC), `length of ${name}`).toBeLessThan(0.1);
    expect(Math.abs(loudness(song) - reference), `loudness of ${name}`).toBeLessThan(0.5);
    expect(latest?.analysis.hasPeaks, `shape of ${name}`).toBe(true);
    await page
      .getByRole("main")
      .getByRole("button", { name: `Play ${name} v1` })
      .click();
    await expect(player(page)).toContainText(name);
    await expect(player(page).getByRole("button", { name: "Pause" })).toBeVisible();
  }
});

async function makeTakes(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const source = `${folder}.wav`;
  await writeFile(source, synthesizeWav({ durationSec: DURATION_SEC }));
  for (const [name, options] of Object.entries(KINDS)) {
    await run("ffmpeg", ["-v", "error", "-i", source, ...options, path.join(folder, name)]);
  }
  await rm(source);
}
